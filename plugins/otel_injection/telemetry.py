"""Telemetry of a component from its observability settings and the platform's policy.

Variable names and values follow the OpenTelemetry environment variable specification.
"""

from typing import Any
from urllib.parse import quote, urlsplit

from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.bundle.groups.observability import Observability
from foundation.model.bundle.workloads import LASTING
from foundation.model.chart.features import Telemetry, TelemetryFeatures
from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean
from foundation.model.policy.platform import TelemetryPolicy
from foundation.model.run.trace import Trace

#: OTLP over HTTP listens here by convention; every other port speaks gRPC.
_OTLP_HTTP_PORT = 4318
_SIDECAR_ENDPOINT = "http://localhost:4317"
_DEFAULT_PORTS = {"http": 80, "https": 443}


def build_telemetry(effective: EffectiveComponent, trace: Trace, policy: TelemetryPolicy) -> Telemetry:
    """Build the telemetry settings without an environment and of each environment.

    Raises:
        InputError: an unknown propagation field, or a sidecar beside a job, which would never end.
    """
    problems: dict[str, Problem] = {}
    for environment in (effective.common, *effective.environments):
        for problem in _problems(effective, environment, trace):
            problems.setdefault(problem.message, problem)
    if problems:
        # What the workload is decides whether a collector keeps it from ending.
        decisive = frozenset({"component.type", "template_id", "observability"})
        raise InputError(*problems.values(), decided_by=dict.fromkeys(problems.values(), decisive))
    return Telemetry(
        common=_settings(effective, effective.common, trace, policy),
        environments={
            environment.name: _settings(effective, environment, trace, policy) for environment in effective.environments
        },
    )


def _settings(
    effective: EffectiveComponent, environment: EffectiveEnvironment, trace: Trace, policy: TelemetryPolicy
) -> TelemetryFeatures:
    observability = environment.settings.observability or Observability()
    endpoint = observability.otel_endpoint
    if not observability.otel_enabled or endpoint is None:
        return TelemetryFeatures(
            enabled=False, variables={}, sidecar=False, collector={}, endpoint_host=None, endpoint_port=None
        )
    sidecar = bool(observability.otel_sidecar)
    address = urlsplit(endpoint)
    return TelemetryFeatures(
        enabled=True,
        variables=_variables(effective, environment, trace, policy, _SIDECAR_ENDPOINT if sidecar else endpoint),
        sidecar=sidecar,
        collector=_collector(endpoint) if sidecar else {},
        endpoint_host=address.hostname,
        endpoint_port=address.port or _DEFAULT_PORTS[address.scheme],
    )


def _variables(
    effective: EffectiveComponent,
    environment: EffectiveEnvironment,
    trace: Trace,
    policy: TelemetryPolicy,
    endpoint: str,
) -> dict[str, str]:
    observability = environment.settings.observability or Observability()
    exporter = observability.otel_exporter or "otlp"
    variables = {
        "OTEL_SERVICE_NAME": effective.slug,
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        "OTEL_EXPORTER_OTLP_PROTOCOL": _protocol(endpoint),
        "OTEL_TRACES_EXPORTER": exporter,
        "OTEL_METRICS_EXPORTER": exporter,
        "OTEL_LOGS_EXPORTER": exporter,
        "OTEL_TRACES_SAMPLER": policy.sampler,
        "OTEL_TRACES_SAMPLER_ARG": _ratio(environment.settings.otel_sampling),
        "OTEL_PROPAGATORS": ",".join(policy.propagators),
        "OTEL_RESOURCE_ATTRIBUTES": _resource_attributes(effective, environment, trace),
    }
    if _fields(observability):
        variables["TRACE_PROPAGATION_FIELDS"] = ",".join(_fields(observability))
    return dict(sorted(variables.items()))


def _protocol(endpoint: str) -> str:
    return "http/protobuf" if urlsplit(endpoint).port == _OTLP_HTTP_PORT else "grpc"


def _ratio(percent: float | None) -> str:
    """Write a percentage as the ratio that the sampler wants: 20 becomes 0.2."""
    return f"{(100.0 if percent is None else percent) / 100:.6f}".rstrip("0").rstrip(".")


def _resource_attributes(effective: EffectiveComponent, environment: EffectiveEnvironment, trace: Trace) -> str:
    # The execution is left out: a run that changes nothing else should not roll pods.
    carried = {
        "trace_id",
        "blueprint_id",
        "component_scope",
        *_fields(environment.settings.observability or Observability()),
    }
    attributes = {
        "service.namespace": effective.namespace,
        "deployment.environment.name": environment.name,
        "env": environment.name,
        "component": effective.slug,
        **{name: value for name, value in _trace_fields(trace).items() if name in carried},
    }
    # W3C Baggage encoding, as the specification of OTEL_RESOURCE_ATTRIBUTES asks.
    return ",".join(f"{name}={quote(value, safe='-._~/')}" for name, value in sorted(attributes.items()))


def _trace_fields(trace: Trace) -> dict[str, str]:
    return {
        "trace_id": trace.trace_id,
        "blueprint_id": trace.blueprint_id,
        "component_scope": trace.component_scope,
        "execution_id": trace.execution_id,
        "agent_origin": trace.agent_origin,
    }


def _fields(observability: Observability) -> list[str]:
    return [field.strip() for field in (observability.propagation or "").split(",") if field.strip()]


def _problems(effective: EffectiveComponent, environment: EffectiveEnvironment, trace: Trace) -> list[Problem]:
    observability = environment.settings.observability or Observability()
    known = _trace_fields(trace)
    problems = []
    for field in _fields(observability):
        if field not in known:
            problems.append(
                Problem(
                    code="propagation-unknown",
                    message=f"there is no trace field {field!r} to propagate",
                    remedy=did_you_mean(field, known, f"Use some of {', '.join(sorted(known))}."),
                    path="observability.propagation",
                )
            )
    if observability.otel_sidecar and effective.workload not in LASTING:
        problems.append(
            Problem(
                code="sidecar-with-job",
                message=f"a collector beside a {effective.type} would keep it from ending",
                remedy="Set otel_sidecar to false; the job can send to the endpoint itself.",
                path="observability.otel_sidecar",
            )
        )
    return problems


def _collector(endpoint: str) -> dict[str, Any]:
    """Return a collector configuration that takes OTLP on the pod's loopback and forwards it."""
    kind = "otlphttp" if _protocol(endpoint) == "http/protobuf" else "otlp"
    exporter: dict[str, Any] = {"endpoint": endpoint}
    if urlsplit(endpoint).scheme == "http":
        exporter["tls"] = {"insecure": True}
    pipeline = {
        "receivers": ["otlp"],
        "processors": ["memory_limiter", "batch"],
        "exporters": [kind],
    }
    return {
        "extensions": {"health_check": {"endpoint": "0.0.0.0:13133"}},
        "receivers": {"otlp": {"protocols": {"grpc": {"endpoint": "localhost:4317"}}}},
        "processors": {
            "batch": {"send_batch_size": 512, "timeout": "5s"},
            "memory_limiter": {"check_interval": "1s", "limit_percentage": 80, "spike_limit_percentage": 20},
        },
        "exporters": {kind: exporter},
        "service": {
            "extensions": ["health_check"],
            "pipelines": {"traces": pipeline, "metrics": pipeline, "logs": pipeline},
        },
    }
