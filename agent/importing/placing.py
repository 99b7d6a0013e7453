"""Where the components of an input are from now on: each in a namespace of its own, but those that share something."""

from collections import defaultdict
from collections.abc import Iterable

from agent.importing.attach import Workload
from agent.importing.manner import NamespaceChoice
from agent.importing.objects import SourceObject
from foundation.model.names import dns_label
from foundation.model.policy.platform import PlatformPolicy

#: Kinds of which one object can only be in one namespace with all who use it.
_TOGETHER = ("Service", "PersistentVolumeClaim")


def together_in(name: str, policy: PlatformPolicy) -> str:
    """Return the namespace of components that are together, as the naming policy would call it for one.

    Args:
        name: what they are together for.
        policy: names namespaces.
    """
    return policy.naming.namespace.format(component=dns_label(name), tenant="{tenant}")


def places_of(workloads: list[Workload], choice: NamespaceChoice, policy: PlatformPolicy) -> list[str]:
    """Return the namespace that each workload's bundle gives; empty where the naming policy decides.

    Args:
        workloads: the workloads, with all that is about their pods.
        choice: what the caller wants.
        policy: names namespaces.
    """
    if choice == "keep":
        return [workload.object.namespace or together_in(workloads[0].object.name, policy) for workload in workloads]
    groups = _groups(workloads)
    return [together_in(groups[id(workload)], policy) if id(workload) in groups else "" for workload in workloads]


def _groups(workloads: list[Workload]) -> dict[int, str]:
    """Return what each workload that shares something is together with others for."""
    sharing: dict[int, list[Workload]] = defaultdict(list)
    named: dict[int, SourceObject] = {}
    for workload in workloads:
        for item in _used(workload):
            named[id(item)] = item
            sharing[id(item)].append(workload)
    found: dict[int, str] = {}
    members: dict[str, list[int]] = defaultdict(list)
    namespaces: dict[str, str] = {}
    for key, users in sharing.items():
        if len(users) < 2:
            continue
        item = named[key]
        alone = namespaces.setdefault(item.name, item.namespace) == item.namespace
        own = item.name if alone else f"{item.namespace}-{item.name}"
        name = next((found[id(user)] for user in users if id(user) in found), own)
        for user in users:
            _join(found, members, id(user), name)
    return found


def _join(found: dict[int, str], members: dict[str, list[int]], user: int, name: str) -> None:
    """Put a workload, and all that it is together with already, into a group."""
    old = found.get(user)
    if old == name:
        return
    for one in [user] if old is None else members.pop(old):
        found[one] = name
        members[name].append(one)


def _used(workload: Workload) -> Iterable[SourceObject]:
    """Return what of a workload cannot be there twice; a StatefulSet's claims are each pod's own."""
    kinds = _TOGETHER[:1] if workload.object.kind == "StatefulSet" else _TOGETHER
    return [item for kind in kinds for item in workload.all(kind)]
