"""Entries of merged lists: a layer may say only what differs, but together the layers must say all that is needed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.model.bundle.layer import KEYED_LISTS
from foundation.model.errors import Problem
from foundation.model.names import nearest
from plugins.overlay_merge.merging import SourcedLayer

#: What an entry cannot do without, by list.
NEEDED = {
    "init_containers": "image",
    "sidecars": "image",
    "claims": "size",
    "services": "ports",
    "ports": "port",
    "external": "port",
}


@dataclass(frozen=True)
class IncompleteEntry:
    """An entry of which no layer gives what it needs.

    Attributes:
        group: the list.
        name: the entry.
        places: where the bundle names it, the highest layer last.
        close: a complete entry whose name looks like it.
    """

    group: str
    name: str
    places: tuple[str, ...]
    close: str | None


def incomplete_entries(settings: dict[str, Any], layers: list[SourcedLayer]) -> Iterator[IncompleteEntry]:
    """Yield the entries of which no layer gives what they need.

    Args:
        settings: the merged settings, as plain data.
        layers: what they were merged from, the highest last.
    """
    for group, needed in NEEDED.items():
        entries, key = settings.get(group) or [], KEYED_LISTS[group]
        complete = [entry[key] for entry in entries if needed in entry]
        for name in (entry[key] for entry in entries if needed not in entry):
            yield IncompleteEntry(group, name, _places(group, name, layers), nearest(name, complete))


def incomplete_problems(found: Mapping[IncompleteEntry, Sequence[str]]) -> Iterator[Problem]:
    """Yield one problem for each entry.

    Args:
        found: the entries, each with the environments in which it is incomplete.
    """
    for entry, environments in found.items():
        needed = NEEDED[entry.group]
        where = f"; it stands in {' and '.join(entry.places)}" if len(entry.places) > 1 else ""
        other = f"did you mean {entry.close}?" if entry.close else "if another entry is meant, use its name."
        yield Problem(
            code="missing-key",
            message=f"no layer gives {needed} of {entry.group}[{entry.name}] in {', '.join(environments)}{where}",
            remedy=f"Add {needed}; or {other}",
            path=entry.places[-1],
        )


def without_incomplete(settings: dict[str, Any], group: str) -> list[dict[str, Any]]:
    """Return the entries of a list that can be made something of."""
    return [entry for entry in settings.get(group) or [] if NEEDED[group] in entry]


def _places(group: str, name: str, layers: list[SourcedLayer]) -> tuple[str, ...]:
    """Return where the bundle names an entry."""
    found = []
    for layer in (layer for layer in layers if layer.prefix):
        for index, entry in enumerate(layer.settings.get(group) or []):
            if entry.get(KEYED_LISTS[group]) == name:
                inside = f"{group}[{index}]"
                found.append(inside if layer.prefix == "-" else f"{layer.prefix}.{inside}")
    return tuple(found) or (f"component.{group}",)
