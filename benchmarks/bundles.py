"""Bundles of several shapes for the measures, the same ones each time."""

from collections.abc import Iterator
from itertools import islice
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


def bundles(count: int, environments: int = 3, values: int | None = None) -> list[dict[str, Any]]:
    """Return different bundles.

    Args:
        count: how many.
        environments: how many environments each has: dev, staging and prod, and then further ones.
        values: how many values of environment variables each has; one to nine by default.
    """
    return [_bundle(number, environments, number % 10 if values is None else values) for number in range(count)]


def _bundle(number: int, environments: int, values: int) -> dict[str, Any]:
    kind, transport = _TYPES[number % len(_TYPES)]
    served = kind in ("microservice", "api-gateway")
    component: dict[str, Any] = {
        "name": f"Service{number}",
        "type": kind,
        "transport": transport,
        "container_image": f"ghcr.io/connectsoft/service{number}:1.{number}.0",
        "env": [{"name": f"SETTING_{index}", "value": f"value-{number}-{index}"} for index in range(values)],
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
        "environments": dict(islice(_environments(kind, served, environments), environments)),
        "observability": _OBSERVABILITY,
        "security_profile": _SECURITY,
    }


def _environments(kind: str, served: bool, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "dev", {"replicas": 1, "enable_ingress": True} if served else {"replicas": 1}
    yield "staging", {}
    scaled = {"enable_hpa": True, "autoscale": {"minReplicas": 3, "maxReplicas": 10}}
    yield "prod", scaled if kind != "cronjob" else {}
    for number in range(3, count):
        yield f"test-{number}", {}
