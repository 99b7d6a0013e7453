"""Whole bundles."""

from typing import Any

from hypothesis import strategies as st

from foundation.model.names import dns_label
from tests.support.strategies.containers import IMAGES
from tests.support.strategies.layers import layer_settings
from tests.support.strategies.settings import ENDING, QUEUEING, WORKLOADS, component_settings
from tests.support.strategies.text import LABELS, NAMES, WORDS, optional

#: Types that are checked from staging on.
PROBED = ("microservice", "api-gateway", "frontend")
ENVIRONMENTS = ("dev", "qa", "staging", "prod", "preview")


@st.composite
def components(draw: st.DrawFn) -> dict[str, Any]:
    """Return components of every type of the catalog."""
    kind = draw(st.sampled_from(sorted(WORKLOADS)))
    name = draw(NAMES)
    transport = "queue" if kind in QUEUEING else draw(st.sampled_from(["http", "grpc", "tcp"]))
    component = draw(component_settings(kind, dns_label(name), transport))
    component |= {"name": name, "type": kind, "transport": transport, "container_image": draw(IMAGES)}
    if kind in PROBED and "ports" in component:
        # The platform's own probes need a port that speaks TCP; without probes none of these leaves for staging.
        for probe in ("liveness_probe", "readiness_probe"):
            component.setdefault(probe, {"exec": {"command": [probe]}})
    if kind == "cronjob":
        component["schedule"] = draw(st.sampled_from(["0 3 * * *", "@hourly", "*/5 1-3 * 1,2 0"]))
    return component


@st.composite
def bundles(draw: st.DrawFn) -> dict[str, Any]:
    """Return whole bundles that pass the gate."""
    component = draw(components())
    bundle: dict[str, Any] = {
        "trace_id": draw(LABELS),
        "blueprint_id": draw(LABELS),
        "component_scope": draw(LABELS),
        "component": component,
    }
    bundle |= draw(optional(agent_origin=LABELS, execution_id=LABELS, tenant=WORDS, team=LABELS))
    bundle["environments"] = draw(environments(component, 1))
    if "tenant" in bundle and draw(st.booleans()):
        overlay = draw(layer_settings(component, "", 2))
        inside = {name: draw(layer_settings(component, name, 3)) for name in bundle["environments"]}
        bundle["tenants"] = {bundle["tenant"]: {**overlay, "environments": inside}}
    if draw(st.booleans()):
        sidecar = component["type"] not in ENDING and draw(st.booleans())
        endpoint = draw(st.sampled_from(["http://otel:4317", "https://otel.example/v1", "http://otel:4318"]))
        bundle["observability"] = {"otel_enabled": True, "otel_endpoint": endpoint, "otel_sidecar": sidecar}
    return bundle


@st.composite
def environments(draw: st.DrawFn, component: dict[str, Any], layer: int) -> dict[str, Any]:
    """Return overlays of some environments."""
    names = draw(st.lists(st.sampled_from(ENVIRONMENTS), max_size=2, unique=True))
    return {name: draw(layer_settings(component, name, layer)) for name in names}
