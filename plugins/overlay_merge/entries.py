"""Entries of merged lists: a layer may say only what differs, but together the layers must say all that is needed."""

from collections.abc import Iterator
from typing import Any

from agent.model.errors import Problem
from agent.model.overlay import KEYED_LISTS
from plugins.overlay_merge.merging import Layer

#: What an entry cannot do without, by list.
_NEEDED = {"init_containers": "image", "sidecars": "image", "claims": "size", "services": "ports"}


def incomplete_entries(settings: dict[str, Any], layers: list[Layer], environment: str) -> Iterator[Problem]:
    """Yield a problem for each entry of which no layer gives what it needs.

    Args:
        settings: the merged settings, as plain data.
        layers: what they were merged from, the highest last.
        environment: for which one, for messages.
    """
    for group, needed in _NEEDED.items():
        for entry in settings.get(group) or []:
            if needed not in entry:
                name = entry[KEYED_LISTS[group]]
                place = _place(group, name, layers)
                yield Problem(
                    code="missing-key",
                    message=f"no layer gives {needed} of {group}[{name}] in {environment}",
                    remedy=f"Add {needed}, or, if another entry is meant, use its name.",
                    path=place,
                )


def _place(group: str, name: str, layers: list[Layer]) -> str:
    """Return where the bundle names an entry last."""
    key = KEYED_LISTS[group]
    for layer in reversed(layers):
        for index, entry in enumerate(layer.settings.get(group) or []):
            if layer.prefix and entry.get(key) == name:
                inside = f"{group}[{index}]"
                return inside if layer.prefix == "-" else f"{layer.prefix}.{inside}"
    return f"component.{group}"
