"""The layers above a component: what is new in them, what they change, and what they take away."""

from typing import Any

from hypothesis import strategies as st

from foundation.model.bundle.layer import KEYED_LISTS
from tests.support.strategies.scaling import autoscalers
from tests.support.strategies.settings import WORKLOADS, bound_settings, free_settings, lists
from tests.support.strategies.text import METADATA_KEYS, TEXT, optional
from tests.support.strategies.traffic import LOWEST_PORT, numbers

Entries = list[dict[str, Any]]
_PUBLISHED = ("microservice", "api-gateway", "frontend", "stateful-service")
#: What any layer may take away again without breaking what another one says.
_DISPENSABLE = (
    "env", "env_from", "args", "command", "config", "lifecycle", "affinity", "tolerations", "node_selector",
    "host_aliases", "startup_probe", "init_containers", "volume_mounts", "pod_annotations", "security_context",
)  # fmt: skip
#: The field whose null takes an entry away, by list.
_REMOVALS = {
    "env": "value", "secrets": "mount", "claims": "size", "files": "data", "volume_mounts": "name",
    "init_containers": "image", "sidecars": "image", "services": "ports",
}  # fmt: skip


@st.composite
def layer_settings(draw: st.DrawFn, component: dict[str, Any], environment: str, layer: int) -> dict[str, Any]:
    """Return the settings of one layer.

    Args:
        draw: given by hypothesis.
        component: the component below.
        environment: in which one the layer holds; empty for all of them.
        layer: its number.
    """
    kind = component["type"]
    settings = draw(optional(**free_settings(kind), **bound_settings(component)))
    for key, fresh in lists(component, layer).items():
        if draw(st.booleans()):
            settings[key] = draw(altered(key, component.get(key, []), fresh))
    if component.get("volumes") and draw(st.booleans()):
        settings["volumes"] = draw(altered_volumes(component["volumes"]))
    if component.get("ports") and draw(st.booleans()):
        settings["ports"] = draw(altered_ports(component["ports"], layer))
    if WORKLOADS[kind] in ("Deployment", "StatefulSet"):
        settings |= draw(pods_in(environment))
    if kind in _PUBLISHED and component["transport"] in ("http", "grpc") and environment in ("dev", "staging", "prod"):
        settings |= draw(st.just({}) | published())
    return settings | dict.fromkeys(draw(st.sets(st.sampled_from(_DISPENSABLE), max_size=2)))


@st.composite
def altered(draw: st.DrawFn, key: str, below: Entries, fresh: st.SearchStrategy[Entries]) -> Entries:
    """Return a list over a lower one: new entries, some that are there changed, some taken away.

    Args:
        draw: given by hypothesis.
        key: the list's name.
        below: its entries in the layer below.
        fresh: new lists.
    """
    name = KEYED_LISTS[key]
    entries = {entry[name]: entry for entry in draw(fresh)}
    for old in (entry[name] for entry in below):
        what = draw(st.sampled_from(["leave", "change", "remove"]))
        if what == "remove":
            entries[old] = {name: old, _REMOVALS[key]: None}
        elif what == "change" and (given := draw(fresh)):
            entries[old] = _as(given[0], name, old)
    ports = [port for entry in entries.values() if "image" in entry for port in entry.get("ports") or []]
    for index, port in enumerate(ports):
        port["containerPort"] += 10 * index
    return list(entries.values())


def _as(entry: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    """Return an entry under another name, with what follows from its name."""
    renamed = {**entry, key: name}
    if "mount_path" in entry:
        renamed["mount_path"] = f"/{name}"
    if "key" in next(iter(entry.get("env") or [{}])):
        renamed["env"] = [{**variable, "name": f"from.{name}"} for variable in entry["env"]]
    return renamed


@st.composite
def altered_ports(draw: st.DrawFn, below: Entries, layer: int) -> Entries:
    """Return ports over lower ones; the first keeps the number of its container's, which others name."""
    entries = []
    for index, old in enumerate(below):
        what = draw(st.sampled_from(["leave", "change", "remove"]))
        if what == "change":
            number = draw(numbers()) + 1000 * index
            entries.append({"name": old["name"], "port": number, "targetPort": old.get("targetPort", old["port"])})
        elif what == "remove" and index > 0:
            entries.append({"name": old["name"], "port": None})
    new = {"name": "p-new", "port": LOWEST_PORT - 100 * layer}
    return [*entries, *draw(st.sampled_from([[], [new]]))]


@st.composite
def altered_volumes(draw: st.DrawFn, below: Entries) -> Entries:
    """Return volumes over lower ones; those that something mounts stay."""
    entries = []
    for old in below:
        what = draw(st.sampled_from(["leave", "change", "remove"]))
        if what == "change":
            entries.append({"name": old["name"], "emptyDir": draw(optional(medium=st.just("Memory")))})
        elif what == "remove" and "-" in old["name"]:
            entries.append({key: value if key == "name" else None for key, value in old.items()})
    return entries


@st.composite
def pods_in(draw: st.DrawFn, environment: str) -> dict[str, Any]:
    """Return a number of pods that the policy lets pass in an environment."""
    least, most = {"dev": (0, 3), "": (2, 3)}.get(environment, (2, 10))
    settings = draw(optional(replicas=st.integers(least, most)))
    if draw(st.booleans()):
        settings |= {"enable_hpa": True, "autoscale": draw(autoscalers(most))}
    return settings


def published() -> st.SearchStrategy[dict[str, Any]]:
    """Return settings that publish a component."""
    annotations = st.dictionaries(METADATA_KEYS, TEXT, max_size=1)
    return st.fixed_dictionaries(
        {"enable_ingress": st.just(True)},
        optional={"ingress": optional(path=st.sampled_from(["/api", "/0x1F"]), annotations=annotations)},
    )
