"""What is switched on, by OpenTelemetry's own variables.

https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and .../protocol/exporter/. Other than
there, nothing is sent unless an exporter or an endpoint is named.
"""

from collections.abc import Mapping
from typing import Literal, cast
from urllib.parse import urlsplit

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem

Protocol = Literal["grpc", "http/protobuf"]
Signal = Literal["traces", "metrics"]

_PROTOCOLS: tuple[Protocol, ...] = ("http/protobuf", "grpc")
#: What OTEL_METRICS_EXPORTER may name beside these: whoever wants /metrics gets it from a server, which always has it.
_SCRAPED = "prometheus"


class Switches(FrozenModel):
    """What is sent by OTLP, and how.

    Attributes:
        traces: the protocol of spans; nothing, if none are sent.
        metrics: the protocol of metrics; nothing, if none are sent.
    """

    traces: Protocol | None = None
    metrics: Protocol | None = None


def switches_of(environment: Mapping[str, str]) -> Switches:
    """Return what is switched on.

    Args:
        environment: the environment of the process.

    Raises:
        InputError: with every variable whose value means nothing here.
    """
    if environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return Switches()
    problems: list[Problem] = []
    traces = _protocol(environment, "traces", problems)
    metrics = _protocol(environment, "metrics", problems)
    if problems or traces or metrics:
        from agent.telemetry.variables import wrong_variables

        problems += [_wrong(one.variable, one.remedy) for one in wrong_variables(environment)]
    if problems:
        raise InputError(*dict.fromkeys(problems))
    return Switches(traces=traces, metrics=metrics)


def of_exporter(environment: Mapping[str, str], signal: Signal, what: str) -> tuple[str, str]:
    """Return a variable of exporters and its value: that of the signal, else the one for all signals.

    Args:
        environment: the environment of the process.
        signal: what is sent.
        what: the rest of the variable's name, such as ``ENDPOINT``.
    """
    own, common = f"OTEL_EXPORTER_OTLP_{signal.upper()}_{what}", f"OTEL_EXPORTER_OTLP_{what}"
    if value := environment.get(own, "").strip():
        return own, value
    return common, environment.get(common, "").strip()


def _protocol(environment: Mapping[str, str], signal: Signal, problems: list[Problem]) -> Protocol | None:
    exporter = f"OTEL_{signal.upper()}_EXPORTER"
    wanted = environment.get(exporter, "").strip().lower()
    endpoint, named = of_exporter(environment, signal, "ENDPOINT")
    known = ["otlp", "none", *([_SCRAPED] if signal == "metrics" else [])]
    if wanted and wanted not in known:
        problems.append(_wrong(exporter, f"Give one of {', '.join(known)}"))
    if wanted in ("none", _SCRAPED) or not (wanted or named):
        return None
    if named and not _is_address(named):
        problems.append(_wrong(endpoint, "Give http(s)://HOST[:PORT][/PATH], without a user and a password"))
    variable, protocol = of_exporter(environment, signal, "PROTOCOL")
    if protocol and protocol not in _PROTOCOLS:
        problems.append(_wrong(variable, f"Give one of {', '.join(_PROTOCOLS)}"))
    return cast("Protocol", protocol or _PROTOCOLS[0])


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
        )
    except ValueError:
        return False


def _wrong(variable: str, remedy: str) -> Problem:
    return Problem(
        code="wrong-setting",
        message=f"the variable {variable} has a value that is not allowed",
        remedy=f"{remedy}. See docs/telemetry.md.",
        file="environment",
        path=variable,
    )
