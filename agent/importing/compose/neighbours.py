"""Who calls whom in a compose file: by name, by what a service waits for, and by the networks that it is in."""

import re
from dataclasses import dataclass
from typing import Any

from agent.importing.draft import Draft
from agent.importing.hosts import hosts_in
from agent.importing.neighbours import PORTS_MISSING
from agent.importing.objects import items, mapping, mappings, text
from agent.importing.program_texts import program_texts

_DEFAULT = "default"
_PORT = re.compile(r":([0-9]{1,5})\b")
_UNKNOWN = "Others call it by its name; the file does not say how it is called, so this only says that it is."


@dataclass(frozen=True)
class Member:
    """A service of a compose file.

    Attributes:
        draft: its bundle in the making.
        service: what the file says of it.
    """

    draft: Draft
    service: dict[str, Any]

    @property
    def networks(self) -> set[str]:
        """The networks that it is in."""
        given = self.service.get("networks")
        named = mapping(given) or [text(one) for one in items(given)]
        return set(named) or {_DEFAULT}

    @property
    def names(self) -> set[str]:
        """What it is called in its networks."""
        networks = mapping(self.service.get("networks")).values()
        aliases = [text(alias) for network in networks for alias in items(mapping(network).get("aliases"))]
        return {self.draft.name, text(self.service.get("container_name")), *aliases} - {""}

    @property
    def awaited(self) -> set[str]:
        """The services that it waits for, or is linked to."""
        given = self.service.get("depends_on")
        links = {text(one).partition(":")[0] for one in items(self.service.get("links"))}
        return {*mapping(given), *(text(one) for one in items(given)), *links} - {""}


def connect(members: list[Member]) -> None:
    """Give each service the calls that it makes, and those that are called what is known of their ports.

    Args:
        members: the services of one file.
    """
    by_name = {name: member for member in reversed(members) for name in member.names}
    for member in members:
        for link in map(text, items(member.service.get("links"))):
            known, _, alias = link.partition(":")
            if alias and known in by_name:
                by_name[known].draft.aliases.append(alias)
                by_name.setdefault(alias, by_name[known])
        member.draft.aliases += sorted(member.names - {member.draft.slug})
    reached = {id(member.draft): _reached(member, by_name) for member in members}
    for member in members:
        called = [ports for found in reached.values() for name, ports in found.items() if by_name[name] is member]
        if called:
            _serve(member.draft, sorted(set().union(*called)))
    for member in members:
        _call(member, {id(by_name[name]): by_name[name] for name in reached[id(member.draft)]}, members)


def _reached(member: Member, by_name: dict[str, Member]) -> dict[str, set[int]]:
    """Return whom a service calls, and on which ports as far as it says so."""
    found: dict[str, set[int]] = {name: set() for name in member.awaited if name in by_name}
    for written in program_texts(member.draft.settings):
        value = written.value
        for name in hosts_in(value, written.named, by_name):
            other = by_name.get(name.text)
            if other is None or other is member or name.sureness == "perhaps" or not member.networks & other.networks:
                continue
            port = _port_behind(value, name.start + len(name.text))
            found.setdefault(name.text, set()).update([port] if port else [])
    return found


def _port_behind(value: str, end: int) -> int | None:
    found = _PORT.match(value, end)
    return int(found[1]) if found and 0 < int(found[1]) < 65_536 else None


def _serve(draft: Draft, ports: list[int]) -> None:
    """Make a service that is called one that has ports, as far as its callers say which."""
    if draft.settings.get("ports"):
        return
    draft.settings["ports"] = [{"name": f"tcp-{port}", "port": port} for port in ports]
    if not ports:
        del draft.settings["ports"]
        draft.missing.append(f"{PORTS_MISSING} [{{name: , port: }}]")
    if draft.settings["type"] == "worker":
        draft.settings |= {"type": "microservice", "transport": "tcp"}
        draft.comments["transport"] = _UNKNOWN


def _call(member: Member, reached: dict[int, Member], members: list[Member]) -> None:
    """Say whom a service calls: whom it names, and who serves in a network that the file gives to both."""
    shared = member.networks - {_DEFAULT}
    beside = [other for other in members if other is not member and shared & other.networks]
    served = [other for other in beside if other.draft.settings.get("ports")]
    called = [other for other in members if id(other) in reached or other in served]
    calls = [_entry(other.draft) for other in called]
    if calls:
        member.draft.settings["calls"] = calls
        member.draft.comments["calls"] = (
            "Whom it needs by the file; what it reaches outside of it belongs into external."
        )


def _entry(draft: Draft) -> dict[str, Any]:
    ports = [port["port"] for port in mappings(draft.settings.get("ports")) if port.get("protocol", "TCP") == "TCP"]
    return {"component": draft.name, **({"ports": ports} if ports else {})}
