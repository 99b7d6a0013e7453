"""Where requests from outside come in: by which controller or gateway, under which host, to which path."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.objects.values import items, mapping, mappings, text, texts

#: Kinds that publish something under host names.
PUBLISHING = ("Ingress", "HTTPRoute", "GRPCRoute", "TLSRoute", "VirtualService")
#: Gateway of Istio that stands for the pods of the mesh.
_MESH = "mesh"
_OLD_CLASS = "kubernetes.io/ingress.class"
#: A second Ingress of the same host and path that takes a share of the requests, as it is meant to.
_CANARY = "nginx.ingress.kubernetes.io/canary"


@dataclass(frozen=True)
class Entrance:
    """One way in.

    Attributes:
        by: what takes the requests: a class of Ingresses, or a gateway.
        host: host name, in lower-case letters.
        match: what else a request must have, as text; the path first.
        place: where the object says so.
    """

    by: str
    host: str
    match: str
    place: Path

    @property
    def key(self) -> tuple[str, str, str]:
        """What two entrances may not have in common."""
        return self.by, self.host, self.match


def entrances(item: dict[str, Any]) -> Iterator[Entrance]:
    """Yield every entrance of an object; without a host there is none, for that takes whatever is left.

    Args:
        item: an Ingress, a route of the Gateway API or a VirtualService, as plain data.
    """
    kind, spec = text(item.get("kind")), mapping(item.get("spec"))
    if kind == "Ingress":
        yield from _of_ingress(mapping(item.get("metadata")), spec)
    elif kind == "VirtualService":
        yield from _of_virtual_service(spec)
    else:
        yield from _of_route(kind, text(mapping(item.get("metadata")).get("namespace")), spec)


def _of_ingress(metadata: dict[str, Any], spec: dict[str, Any]) -> Iterator[Entrance]:
    annotations = mapping(metadata.get("annotations"))
    if annotations.get(_CANARY) == "true":
        return
    by = text(spec.get("ingressClassName")) or text(annotations.get(_OLD_CLASS)) or "the default Ingress class"
    for index, rule in mappings(spec.get("rules")):
        for position, path in mappings(mapping(rule.get("http")).get("paths")):
            place = ("spec", "rules", index, "http", "paths", position, "path")
            exact = "exactly " if path.get("pathType") == "Exact" else ""
            yield from _entrance(by, rule.get("host"), f"{exact}{_folder(path.get('path'), exact)}", place)


def _of_route(kind: str, namespace: str, spec: dict[str, Any]) -> Iterator[Entrance]:
    matches = [match for _, rule in mappings(spec.get("rules")) for match in items(rule.get("matches")) or [{}]]
    for _, gateway in mappings(spec.get("parentRefs")):
        by = f"{gateway.get('namespace') or namespace}/{gateway.get('name')} {gateway.get('sectionName') or ''}".strip()
        for index, host in enumerate(texts(spec.get("hostnames"))):
            for match in dict.fromkeys(_route_match(kind, mapping(match)) for match in matches):
                yield from _entrance(by, host, match, ("spec", "hostnames", index))


def _route_match(kind: str, match: dict[str, Any]) -> str:
    if kind != "HTTPRoute":
        return _rest(match)
    path = mapping(match.get("path"))
    exact = {"Exact": "exactly ", "RegularExpression": "matching "}.get(text(path.get("type")), "")
    rest = {key: value for key, value in match.items() if key != "path"}
    return f"{exact}{_folder(path.get('value'), exact)}{_rest(rest)}"


def _of_virtual_service(spec: dict[str, Any]) -> Iterator[Entrance]:
    matches = [match for _, route in mappings(spec.get("http")) for match in items(route.get("match")) or [{}]]
    for by in texts(spec.get("gateways")):
        for index, host in enumerate(texts(spec.get("hosts"))):
            for match in dict.fromkeys(_rest(mapping(match)) or "/" for match in matches):
                if by != _MESH and host != "*":
                    yield from _entrance(by, host, match, ("spec", "hosts", index))


def _entrance(by: str, host: Any, match: str, place: Path) -> Iterator[Entrance]:
    if text(host):
        yield Entrance(by, text(host).lower(), match, place)


def _folder(path: Any, exact: str) -> str:
    """Return a path; as a prefix, /a and /a/ are the same one."""
    given = text(path) or "/"
    return given if exact else given.rstrip("/") or "/"


def _rest(match: dict[str, Any]) -> str:
    return f" {json.dumps(match, sort_keys=True, default=str)}" if match else ""
