"""Components of one input call each other by short names; each gets a namespace of its own, where those end."""

import re
from typing import Any

from agent.importing.draft import Draft
from agent.importing.objects import mapping, mappings, text
from foundation.model.findings import Finding

_HOST = re.compile(r"(?:^|[/@,=\s])([^/@,=\s:]+)(?=:[0-9]+|[/,\s]|$)")


def tell_short_names(drafts: list[Draft]) -> None:
    """Tell of each variable and setting that names another component's Service."""
    every = {name for draft in drafts for name in service_names(draft)}
    for draft in drafts:
        others = every - set(service_names(draft))
        for place, value in _texts(draft.settings):
            draft.findings += [_finding(draft, place, name) for name in sorted(mentioned(value) & others)]


def service_names(draft: Draft) -> list[str]:
    """Return what the component's Services are called; without a port it has none."""
    if not draft.settings.get("ports"):
        return []
    own = text(mapping(draft.settings.get("service")).get("name")) or draft.slug
    return [own, *(text(service.get("name")) for service in mappings(draft.settings.get("services")))]


def mentioned(value: str) -> set[str]:
    """Return what a text holds as a host: names alone, or before a port, and not as part of a longer name."""
    return set(_HOST.findall(value))


def _texts(settings: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the variables and settings of the component's container, with their places."""
    variables = [
        (f"env[{text(entry.get('name'))}]", text(entry.get("value"))) for entry in mappings(settings.get("env"))
    ]
    return [*variables, *((f"config.{key}", text(value)) for key, value in mapping(settings.get("config")).items())]


def _finding(draft: Draft, place: str, name: str) -> Finding:
    return Finding(
        code="short-host-name",
        severity="warning",
        message=f"{place} names the host {name}, which is in another namespace from now on",
        remedy=f"Write {name}.<namespace>; the naming policy says which, such as cs-<tenant>-<component>.",
        object=f"bundle/{draft.name}",
        path=f"component.{place}",
    )
