"""Objects that several workloads of one namespace share: the first brings them along, the others refer to them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from agent.importing.attach import Workload, backends
from agent.importing.draft import Draft
from agent.importing.objects import Place, SourceObject, mappings, texts
from foundation.model.labels import RESERVED_LABELS
from foundation.source.tree import shown

#: Kinds that a bundle can refer to where another bundle brings them along.
_REFERRED = ("ConfigMap", "PersistentVolumeClaim", "ServiceAccount")
_ROUTES = ("Ingress", "HTTPRoute", "GRPCRoute")
#: Label of the pods of a shared Service whose own labels the chart sets.
_SHARED_BY = "shared-service"


@dataclass
class Shared:
    """What workloads of an input share.

    Attributes:
        services: Services with those whose pods they lead to, the one that brings them along first.
        objects: other objects with those who use them, likewise.
        copied: objects of which each who uses them gets one of its own.
    """

    services: list[tuple[SourceObject, list[Workload]]] = field(default_factory=list)
    objects: list[tuple[SourceObject, list[Workload]]] = field(default_factory=list)
    copied: list[tuple[SourceObject, list[Workload]]] = field(default_factory=list)

    def settle(self, drafts: dict[int, Draft]) -> None:
        """Say in the bundles who brings what along, and tell it.

        Args:
            drafts: the bundles in the making, by their workloads.
        """
        for service, users in self.services:
            self._settle_service(service, [(user, drafts[id(user)]) for user in users])
        for item, users in self.objects:
            first, *others = [drafts[id(user)] for user in users]
            for draft in others:
                message = f"{first.name} brings it along, and {draft.name} refers to it there"
                draft.notice(Place(item), shown(message), "Deploy both to one namespace.", "object-shared")
        for item, users in self.copied:
            names = ", ".join(drafts[id(user)].name for user in users)
            message = shown(f"{names} use it, and each gets one of its own, in its namespace")
            drafts[id(users[0])].notice(Place(item), message, "Change all of them together.", "object-shared")

    def _settle_service(self, service: SourceObject, users: list[tuple[Workload, Draft]]) -> None:
        selector = texts(service.spec.get("selector"))
        if selector.keys() & RESERVED_LABELS:  # the chart sets these by the component
            selector = {_SHARED_BY: service.name}
            for _, draft in users:
                draft.settings["pod_labels"] = {**(draft.settings.get("pod_labels") or {}), **selector}
        (_, first), *others = users
        entry = _entry_of(first, service.name)
        if entry is not None:
            entry["selector"] = selector
        for workload, draft in others:
            _without_service(draft, workload, service)
        names = ", ".join(draft.name for _, draft in users)
        for _, draft in users:
            message = f"it leads to the pods of {names}; {first.name} brings it along, and they share a namespace"
            draft.notice(Place(service), shown(message), "Deploy them to one namespace.", "service-shared")


def share(workloads: list[Workload], places: list[str]) -> Shared:
    """Leave what several workloads of one namespace use to the first of them.

    Args:
        workloads: the workloads, with all that is about their pods; they are changed.
        places: the namespace that each bundle gives; empty where it has one of its own.
    """
    users: dict[int, list[tuple[Workload, str]]] = defaultdict(list)
    known: dict[int, SourceObject] = {}
    for workload, place in zip(workloads, places, strict=True):
        for kind in ("Service", *_REFERRED):
            for item in workload.all(kind):
                known[id(item)] = item
                users[id(item)].append((workload, place))
    found = Shared()
    for key, using in users.items():
        if len(using) > 1:
            _share(known[key], using, found)
    return found


def _share(item: SourceObject, using: list[tuple[Workload, str]], found: Shared) -> None:
    by_place: dict[str, list[Workload]] = defaultdict(list)
    for workload, place in using:
        by_place[place or f"\0{id(workload)}"].append(workload)
    if len(by_place) > 1:
        found.copied.append((item, [workload for workload, _ in using]))
    for together in by_place.values():
        if len(together) < 2:
            continue
        if item.kind == "Service":
            found.services.append((item, together))
        else:
            found.objects.append((item, together))
            for workload in together[1:]:
                workload.beside[item.kind] = [one for one in workload.all(item.kind) if one is not item]
                if item.kind == "ServiceAccount":
                    workload.bindings = []
        for workload in together[1:]:
            _leave_routes(workload, item)


def _leave_routes(workload: Workload, service: SourceObject) -> None:
    """Leave the routes to a shared Service to the workload that brings it along."""
    own = {one.name for one in workload.all("Service") if one is not service}
    for kind in _ROUTES if service.kind == "Service" else ():
        kept = [route for route in workload.all(kind) if own & set(backends(route))]
        workload.beside[kind] = kept


def _entry_of(draft: Draft, name: str) -> dict[str, Any] | None:
    """Return what a bundle says of a Service of a name."""
    own = draft.settings.get("service") or {}
    if own.get("name", draft.slug) == name:
        draft.settings["service"] = own
        return own
    return next((one for one in mappings(draft.settings.get("services")) if one.get("name") == name), None)


def _without_service(draft: Draft, workload: Workload, service: SourceObject) -> None:
    """Keep what a Service says of ports, which callers use, and leave the Service itself to another bundle."""
    own = draft.settings.get("service") or {}
    if draft.settings.get("ports") and own.get("name", draft.slug) == service.name:
        draft.settings.pop("service", None)
        draft.settings["enable_service"] = False
    elif entries := draft.settings.get("services"):
        draft.settings["services"] = [one for one in entries if one.get("name") != service.name]
        if not draft.settings["services"]:
            del draft.settings["services"]
