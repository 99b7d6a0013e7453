"""The settings of a component, which must go together."""

from typing import Any

from hypothesis import strategies as st

from tests.support.strategies import storage
from tests.support.strategies.containers import (
    PATHS,
    beside,
    lifecycles,
    probes,
    process,
    resources,
    security_contexts,
)
from tests.support.strategies.environment import secrets, variables, whole_objects
from tests.support.strategies.pods import pod_settings
from tests.support.strategies.scaling import budgets, roll_outs
from tests.support.strategies.text import KEYS, LABELS, METADATA_KEYS, TEXT, WORDS, optional, some
from tests.support.strategies.traffic import (
    SIDECAR_PORT,
    callers,
    calls,
    external,
    network_policies,
    ports,
    services,
)

#: Component types by what runs them.
WORKLOADS = {
    "microservice": "Deployment",
    "api-gateway": "Deployment",
    "frontend": "Deployment",
    "worker": "Deployment",
    "event-processor": "Deployment",
    "stateful-service": "StatefulSet",
    "daemon": "DaemonSet",
    "job": "Job",
    "cronjob": "CronJob",
}
QUEUEING = ("worker", "event-processor")
ENDING = ("job", "cronjob")
#: Where the platform lets a component listen that says nothing of ports.
_DEFAULT_PLACES: dict[str, list[int | str]] = {"http": ["http", 8080], "grpc": ["grpc", 50051], "queue": []}


def free_settings(kind: str) -> dict[str, st.SearchStrategy[Any]]:
    """Return the settings that name nothing else of the component, by name."""
    settings = {
        **pod_settings(),
        **process(),
        "env_from": whole_objects(),
        "config": st.dictionaries(KEYS, TEXT, max_size=3),
        "working_dir": PATHS,
        "existing_config_map_refs": some(WORDS),
        "resources": resources(),
        "security_context": security_contexts(),
        "labels": st.dictionaries(METADATA_KEYS, LABELS, max_size=2),
        "network_policy": network_policies(),
        "calls": calls(),
        "external": external(),
        "called_by": callers(),
        "otel_sampling": st.integers(0, 100) | st.floats(0, 100, allow_subnormal=False),
    }
    if kind not in ENDING:
        settings["update_strategy"] = roll_outs(WORKLOADS[kind])
        settings["min_ready_seconds"] = st.integers(0, 60)
    if WORKLOADS[kind] in ("Deployment", "StatefulSet"):
        settings["disruption_budget"] = budgets()
    if kind == "stateful-service":
        retention = st.sampled_from(["Retain", "Delete"])
        settings["claim_retention"] = optional(whenDeleted=retention, whenScaled=retention)
    return settings


def bound_settings(component: dict[str, Any]) -> dict[str, st.SearchStrategy[Any]]:
    """Return the settings that name ports of the component, by name."""
    places = places_of(component)
    settings: dict[str, st.SearchStrategy[Any]] = {"lifecycle": lifecycles(places)}
    if component["type"] not in ENDING:
        settings |= {
            "liveness_probe": probes(places, terminationGracePeriodSeconds=st.integers(1, 60)),
            "readiness_probe": probes(places, successThreshold=st.integers(1, 3)),
            "startup_probe": probes(places),
        }
    return settings


def lists(component: dict[str, Any], layer: int = 0) -> dict[str, st.SearchStrategy[list[dict[str, Any]]]]:
    """Return the lists that merge entry by entry, by name; what their entries name is in the component.

    Args:
        component: a component with ports and volumes.
        layer: number of the layer that gives them, which keeps its ports apart from those of others.
    """
    volumes = [name for volume in component.get("volumes", []) if "-" not in (name := volume["name"])]
    given = {
        "env": variables(),
        "secrets": secrets(),
        "claims": storage.claims(),
        "files": storage.files(),
        "volume_mounts": storage.mounts(volumes),
        "init_containers": beside("before", volumes),
    }
    if component["type"] not in ENDING:
        given["sidecars"] = beside("beside", volumes, SIDECAR_PORT + 100 * layer)
    if component.get("ports"):
        given["services"] = services(places_of(component), component["ports"][0].get("protocol", "TCP"))
    return given


def places_of(component: dict[str, Any]) -> list[int | str]:
    """Return the name and the number of the first port on which the component's container listens."""
    if served := component.get("ports"):
        return [served[0]["name"], served[0].get("targetPort", served[0]["port"])]
    return [] if component["type"] in ENDING else _DEFAULT_PLACES[component["transport"]]


@st.composite
def component_settings(draw: st.DrawFn, kind: str, name: str, transport: str) -> dict[str, Any]:
    """Return the settings of the component itself.

    Args:
        draw: given by hypothesis.
        kind: component type.
        name: name of its container by default.
        transport: how it is called.
    """
    settings = draw(optional(container_name=st.builds("main-{}".format, WORDS)))
    if kind not in ENDING and (transport == "tcp" or draw(st.booleans())):
        settings["ports"] = draw(ports())
    settings |= draw(optional(volumes=storage.volumes(settings.get("container_name", name))))
    parts = {**settings, "type": kind, "transport": transport}
    settings |= draw(optional(**free_settings(kind), **bound_settings(parts), **lists(parts)))
    if WORKLOADS[kind] in ("Deployment", "StatefulSet"):
        settings["replicas"] = draw(st.integers(2, 3))
    if draw(st.booleans()):
        settings["automount_service_account_token"] = True
        settings["security_profile"] = {
            "enable_rbac": True,
            "rbac_roles": draw(st.permutations(["reader", "publisher"])),
        }
    return settings
