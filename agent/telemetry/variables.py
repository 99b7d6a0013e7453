"""What OpenTelemetry's own variables may say, beside those that switch something on.

The library takes a value that it does not understand in three ways: by a warning in its log, by another value, or by an
error with a traceback. Here each is wrong input, before anything is made of it.

https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and .../protocol/exporter/.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

#: A pair of OpenTelemetry's lists: a name of a header or an attribute, and a value.
_PAIR = re.compile(r"[!#$%&'*+\-.^_`|~\w/]+\s*=[^,]*", re.ASCII)
#: What a batch and a queue of spans have where nothing is said, as the specification has it.
_USUAL_SIZES = ("512", "2048")
_RATIOS = ("traceidratio", "parentbased_traceidratio")
_SAMPLERS = ("always_on", "always_off", "parentbased_always_on", "parentbased_always_off", *_RATIOS)


class Meaning(NamedTuple):
    """What a variable may say.

    Attributes:
        remedy: what to give.
        allows: whether a value is allowed; it is given the value without spaces around it.
    """

    remedy: str
    allows: Callable[[str], bool]


class Wrong(NamedTuple):
    """A variable with a value that is not allowed.

    Attributes:
        variable: its name.
        remedy: what to give.
    """

    variable: str
    remedy: str


def wrong_variables(environment: Mapping[str, str]) -> Iterator[Wrong]:
    """Yield the variables whose values are not allowed, by their names.

    Args:
        environment: the environment of the process; an empty variable is one that is not there.
    """
    for variable in sorted(_MEANINGS):
        value = environment.get(variable, "").strip()
        if value and not _MEANINGS[variable].allows(value):
            yield Wrong(variable, _MEANINGS[variable].remedy)
    if environment.get("OTEL_TRACES_SAMPLER", "").strip().lower() in _RATIOS:
        yield from _wrong_ratio(environment.get("OTEL_TRACES_SAMPLER_ARG", "").strip())
    yield from _wrong_batch(environment)


def _wrong_ratio(value: str) -> Iterator[Wrong]:
    try:
        right = not value or 0 <= float(value) <= 1
    except ValueError:
        right = False
    if not right:
        yield Wrong("OTEL_TRACES_SAMPLER_ARG", "Give the part of the traces that are sent, from 0 to 1")


def _wrong_batch(environment: Mapping[str, str]) -> Iterator[Wrong]:
    """Yield the size of a batch that is greater than the queue that it is taken from."""
    names = ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "OTEL_BSP_MAX_QUEUE_SIZE")
    batch, queue = (environment.get(name, "").strip() or usual for name, usual in zip(names, _USUAL_SIZES, strict=True))
    if batch.isdecimal() and queue.isdecimal() and int(batch) > int(queue):
        yield Wrong(names[0], f"Give no more than {names[1]}, which is {int(queue)}")


def _one_of(*values: str) -> Meaning:
    return Meaning(f"Give one of {', '.join(values)}", lambda value: value.lower() in values)


def _whole(least: int, what: str) -> Meaning:
    return Meaning(
        f"Give {what}, a whole number from {least}",
        lambda value: value.isascii() and value.isdecimal() and len(value) <= 9 and int(value) >= least,
    )


def _pairs(what: str) -> Meaning:
    return Meaning(
        f"Give {what} as NAME=VALUE, separated by commas",
        lambda value: all(_PAIR.fullmatch(pair.strip()) for pair in value.split(",") if pair.strip()),
    )


def _is_file(value: str) -> bool:
    try:
        return Path(value).is_file()
    except (OSError, ValueError):
        return False


def _of_exporters(meanings: Iterable[tuple[str, Meaning]]) -> dict[str, Meaning]:
    """Return what is said for all signals and for one of them."""
    return {
        f"OTEL_EXPORTER_OTLP_{signal}{name}": meaning
        for (name, meaning), signal in product(meanings, ("", "TRACES_", "METRICS_"))
    }


_FILE = Meaning("Give the path of a file that is there", _is_file)
_TIME, _SIZE, _LIMIT = _whole(1, "milliseconds"), _whole(1, "a number of spans"), _whole(0, "how many there may be")
_MEANINGS: dict[str, Meaning] = {
    "OTEL_SDK_DISABLED": _one_of("true", "false"),
    "OTEL_TRACES_SAMPLER": _one_of(*_SAMPLERS),
    "OTEL_RESOURCE_ATTRIBUTES": _pairs("attributes"),
    "OTEL_BSP_SCHEDULE_DELAY": _TIME,
    "OTEL_BSP_EXPORT_TIMEOUT": _TIME,
    "OTEL_BSP_MAX_QUEUE_SIZE": _SIZE,
    "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": _SIZE,
    "OTEL_METRIC_EXPORT_INTERVAL": _TIME,
    "OTEL_METRIC_EXPORT_TIMEOUT": _TIME,
    "OTEL_METRICS_EXEMPLAR_FILTER": _one_of("always_on", "always_off", "trace_based"),
    "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE": _one_of("cumulative", "delta", "lowmemory"),
    "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION": _one_of(
        "explicit_bucket_histogram", "base2_exponential_bucket_histogram"
    ),
    **{
        f"OTEL_{name}_LIMIT": _LIMIT
        for name in (
            "ATTRIBUTE_COUNT",
            "ATTRIBUTE_VALUE_LENGTH",
            "SPAN_ATTRIBUTE_COUNT",
            "SPAN_ATTRIBUTE_VALUE_LENGTH",
            "SPAN_EVENT_COUNT",
            "SPAN_LINK_COUNT",
            "EVENT_ATTRIBUTE_COUNT",
            "LINK_ATTRIBUTE_COUNT",
        )
    },
    **_of_exporters(
        [
            ("TIMEOUT", _TIME),
            ("COMPRESSION", _one_of("gzip", "none")),
            ("INSECURE", _one_of("true", "false")),
            ("HEADERS", _pairs("headers")),
            ("CERTIFICATE", _FILE),
            ("CLIENT_KEY", _FILE),
            ("CLIENT_CERTIFICATE", _FILE),
        ]
    ),
}
