"""Routes of the Gateway API that lead to the component."""

from typing import Any

from agent.importing.attach import Workload
from agent.importing.draft import Draft
from agent.importing.labels import Metadata
from agent.importing.objects import Place, SourceObject, items, mapping
from agent.importing.traffic import renamed

#: Kinds of route by the transport whose components publish them, with the setting of their rules.
_RULES = {"HTTPRoute": ("http", "httpRules"), "GRPCRoute": ("grpc", "grpcRules")}
#: Fields that the API server fills in.
_DEFAULTS = {"group": "gateway.networking.k8s.io", "kind": "Gateway"}


def map_routes(draft: Draft, workload: Workload, metadata: Metadata) -> None:
    """Map the route to the component; a bundle publishes it in one way."""
    routes = [item for kind in _RULES for item in workload.all(kind)]
    for index, route in enumerate(routes):
        transport, rules = _RULES[route.kind]
        if index or draft.settings.get("enable_ingress"):
            draft.leave_out(Place(route), "the component is published in another way already")
        elif draft.settings["transport"] != transport:
            draft.leave_out(Place(route), f"a component of the transport {draft.settings['transport']} has none")
        else:
            _map(draft, route, rules, metadata)


def _map(draft: Draft, route: SourceObject, rules: str, metadata: Metadata) -> None:
    own, place = Place(route, ("metadata",)), Place(route, ("spec",))
    hosts = [{"host": host} for host in items(route.spec.get("hostnames"))] or [{}]
    wanted: dict[str, Any] = {
        "parentRefs": [_parent(parent) for parent in items(route.spec.get("parentRefs"))],
        rules: route.spec.get("rules"),
        "labels": metadata.labels(own) or None,
        "annotations": metadata.annotations(own) or None,
    }
    draft.settings |= {"enable_ingress": True, "traffic": "gateway-api"}
    draft.put("ingress", {"hosts": hosts}, place.at("hostnames"))
    draft.put("gateway", wanted, place)
    for key in sorted(route.spec.keys() - {"hostnames", "parentRefs", "rules"}):
        draft.leave_out(place.at(key), "the bundle has no place for it")
    renamed(draft, route)


def _parent(parent: Any) -> Any:
    return {key: value for key, value in mapping(parent).items() if _DEFAULTS.get(key) != value}
