"""Components of one input call each other by name; each gets a namespace of its own, and is called otherwise then."""

import re
from collections.abc import Iterator
from typing import Any

from agent.importing.draft import Draft
from agent.importing.objects import items, mapping, mappings, text
from foundation.model.findings import Finding
from foundation.model.policy.platform import PlatformPolicy

_HOST = re.compile(r"(?:^|[/@,=\s])([^/@,=\s:]+)(?=:[0-9]+|[/,\s]|$)")
#: In the text of a file a word alone is no host: it has a scheme or a user before it, or a port behind it.
_HOST_IN_FILE = re.compile(r"(?:(?<=://)|(?<=@))([\w.-]+)|(?<![\w.:/-])([A-Za-z][\w.-]*)(?=:[0-9]{2,5}\b)")
#: What a draft misses whose ports are to be filled in: it is called, nobody says on which port.
PORTS_MISSING = "ports:"
_SUFFIXES = ("", ".svc", ".svc.cluster.local")


def namespace_of(draft: Draft, policy: PlatformPolicy) -> str:
    """Return the namespace that a component gets.

    Args:
        draft: the bundle in the making.
        policy: names namespaces.
    """
    tenant = text(draft.top.get("tenant")) or policy.default_tenant
    return policy.naming.namespace.format(component=draft.slug, tenant=tenant)


def tell_old_names(drafts: list[Draft], policy: PlatformPolicy) -> None:
    """Tell of each text that names another component's Service.

    Args:
        drafts: the components of one input.
        policy: says where each is from now on.
    """
    for draft in drafts:
        own = set(service_names(draft))
        hosts = {
            host: f"{name}.{namespace_of(other, policy)}"
            for other in drafts
            if other is not draft
            for name in service_names(other)
            for host in _hosts(name, other.namespace)
            if name not in own
        }
        for place, value, pattern in _texts(draft.settings):
            named = {
                name for found in pattern.findall(value) for name in ([found] if isinstance(found, str) else found)
            }
            draft.findings += [_finding(draft, place, name, hosts[name]) for name in sorted(named & hosts.keys())]


def service_names(draft: Draft) -> list[str]:
    """Return what the component's Services are called; without a port it has none."""
    if not draft.settings.get("ports") and not any(line.startswith(PORTS_MISSING) for line in draft.missing):
        return []
    own = text(mapping(draft.settings.get("service")).get("name")) or draft.slug
    return [own, *(text(service.get("name")) for service in mappings(draft.settings.get("services")))]


def mentioned(value: str) -> set[str]:
    """Return what a text holds as a host: names alone, or before a port, and not as part of a longer name."""
    return set(_HOST.findall(value))


def _hosts(name: str, namespace: str) -> Iterator[str]:
    """Yield what a Service is called, inside its namespace and from outside."""
    yield name
    if namespace:
        yield from (f"{name}.{namespace}{suffix}" for suffix in _SUFFIXES)


def _texts(settings: dict[str, Any]) -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Yield the texts that a program reads, with their places, and what finds hosts in them."""
    beside = [
        (f"{group}[{index}].", entry)
        for group in ("init_containers", "sidecars")
        for index, entry in enumerate(mappings(settings.get(group)))
    ]
    for prefix, container in [("", settings), *beside]:
        for entry in mappings(container.get("env")):
            yield f"{prefix}env[{text(entry.get('name'))}]", text(entry.get("value")), _HOST
        for words in ("command", "args"):
            for index, word in enumerate(items(container.get(words))):
                yield f"{prefix}{words}[{index}]", text(word), _HOST_IN_FILE if "\n" in text(word) else _HOST
    yield from ((f"config.{key}", text(value), _HOST) for key, value in mapping(settings.get("config")).items())
    for entry in mappings(settings.get("files")):
        for key, value in mapping(entry.get("data")).items():
            pattern = _HOST_IN_FILE if re.search(r"\s", text(value)) else _HOST
            yield f"files[{text(entry.get('name'))}].data.{key}", text(value), pattern


def _finding(draft: Draft, place: str, name: str, now: str) -> Finding:
    return Finding(
        code="short-host-name",
        severity="warning",
        message=f"{place} names the host {name}, which is in another namespace from now on",
        remedy=f"Write {now}; the tenant's namespace follows the naming policy.",
        object=f"bundle/{draft.name}",
        path=f"component.{place}",
    )
