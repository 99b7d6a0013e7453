"""Bundles of several shapes for the measures, the same ones each time."""

from typing import Any

_TYPES = (
    ("microservice", "http"),
    ("microservice", "grpc"),
    ("api-gateway", "http"),
    ("worker", "queue"),
    ("cronjob", "queue"),
)
_OBSERVABILITY = {"otel_enabled": True, "otel_endpoint": "http://otel-collector.monitoring:4317"}
_SECURITY = {"enable_rbac": True, "rbac_roles": ["reader", "publisher"], "enable_identity_binding": True}


def bundles(count: int) -> list[dict[str, Any]]:
    """Return ``count`` different bundles for three environments each."""
    return [_bundle(number) for number in range(count)]


def _bundle(number: int) -> dict[str, Any]:
    kind, transport = _TYPES[number % len(_TYPES)]
    served = kind in ("microservice", "api-gateway")
    component: dict[str, Any] = {
        "name": f"Service{number}",
        "type": kind,
        "transport": transport,
        "container_image": f"ghcr.io/connectsoft/service{number}:1.{number}.0",
        "env": [{"name": f"SETTING_{index}", "value": f"value-{number}-{index}"} for index in range(number % 10)],
        "config": {"FEATURE": "on", "REGION": f"region-{number}"},
    }
    if kind == "cronjob":
        component["schedule"] = "0 3 * * *"
    return {
        "trace_id": f"trace-bench-{number}",
        "blueprint_id": f"usecase-bench-{number}",
        "component_scope": "Order",
        "tenant": "acme",
        "component": component,
        "environments": {
            "dev": {"replicas": 1, "enable_ingress": True} if served else {"replicas": 1},
            "staging": {},
            "prod": {"enable_hpa": True, "autoscale": {"minReplicas": 3, "maxReplicas": 10}}
            if kind != "cronjob"
            else {},
        },
        "observability": _OBSERVABILITY,
        "security_profile": _SECURITY,
    }
