"""Ports of a compose service: callers inside use the container's port, so the Service has the same."""

import re
from collections.abc import Iterator
from typing import Any

from agent.importing.draft import Draft
from agent.importing.objects import Place, items, mapping

_SHORT = re.compile(
    r"(?:(?:[0-9a-fA-F.:\[\]]+:)?(?P<published>[0-9]+(?:-[0-9]+)?)?:)?(?P<target>[0-9]+)(?:-(?P<last>[0-9]+))?"
    r"(?:/(?P<protocol>tcp|udp))?"
)
_HTTP = frozenset({80, 8080})
_MOST_PORTS = 100


def map_ports(draft: Draft, service: dict[str, Any], place: Place) -> None:
    """Map ``ports`` and ``expose``."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for key in ("ports", "expose"):
        for index, entry in enumerate(items(service.get(key))):
            for port in _ports(draft, entry, place.at(key, index)):
                found.setdefault((port["port"], port["protocol"]), port)
    for port in found.values():
        draft.add("ports", port, place.at("ports"))


def _ports(draft: Draft, entry: Any, place: Place) -> Iterator[dict[str, Any]]:
    long = mapping(entry)
    match = _SHORT.fullmatch(str(entry)) if not long else None
    if match is None and not isinstance(long.get("target"), int):
        draft.leave_out(place, "it is no port")
        return
    published = match["published"] if match else long.get("published")
    first = int(match["target"]) if match else long["target"]
    last = int(match["last"]) if match and match["last"] else first
    protocol = str((match["protocol"] if match else long.get("protocol")) or "tcp").upper()
    if published and str(published) != str(first):
        draft.platform_decides(
            place, f"inside the cluster the port is {first}; publish it with ingress or service.type"
        )
    for number in range(first, min(last, first + _MOST_PORTS) + 1):
        name = long.get("name") or ("http" if number == 80 and protocol == "TCP" else f"{protocol.lower()}-{number}")
        port = {"name": str(name), "port": number, "protocol": protocol, "appProtocol": long.get("app_protocol")}
        yield {key: value for key, value in port.items() if value is not None}


def transport_of(draft: Draft) -> str:
    """Return how a service is called, as far as its ports tell."""
    ports = draft.settings.get("ports") or []
    if not ports:
        return "queue"
    if ports[0].get("appProtocol") in ("http", "grpc"):
        return str(ports[0]["appProtocol"])
    return "http" if ports[0]["port"] in _HTTP and ports[0].get("protocol") == "TCP" else "tcp"
