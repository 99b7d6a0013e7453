"""A parsed document: plain data, and where in the file each part of it stands."""

from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
Position = tuple[int, int]


@dataclass
class Document:
    """One YAML document.

    Attributes:
        data: plain Python data.
        positions: one-based line and column of each value, by path.
        key_positions: the same of each mapping's key, by the path of its value.
        source_text: what stands in the file for each plain scalar that is not read as text.
        assigned: the command line's text for each value that it set, by path.
        uncertain: where two values stand for one key; the data has the last, or both lists in one.
        merge_keys: where ``<<`` stands.
        unread: values with a tag, of which nobody knows what they mean.
    """

    data: Any = None
    positions: dict[Path, Position] = field(default_factory=dict)
    key_positions: dict[Path, Position] = field(default_factory=dict)
    source_text: dict[Path, str] = field(default_factory=dict)
    assigned: dict[Path, str] = field(default_factory=dict)
    uncertain: list[Path] = field(default_factory=list)
    merge_keys: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)

    def position(self, path: Path) -> Position | tuple[None, None]:
        """Return the position of ``path``, or of its nearest ancestor; data that was never text has none."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, (1, 1) if self.positions else (None, None))

    def assignment(self, path: Path) -> str | None:
        """Return the command line's text that set ``path``, if one did."""
        while path and path not in self.assigned:
            path = path[:-1]
        return self.assigned.get(path)

    def locations(self) -> dict[str, Position]:
        """Return the positions by dotted path, for problems that are found later.

        Entries of lists that have a name are there by number and by name: ``env[0]`` and ``env[HOST]``; mounts are
        there by their path too.
        """
        found = {dotted(path): position for path, position in self.positions.items()}
        for label in _LABELS:
            for path, position in self.positions.items():
                if any(isinstance(part, int) for part in path):
                    found.setdefault(self._by_names(path, label), position)
        return found

    def assignments(self) -> dict[str, str]:
        """Return the command line's texts by dotted path, as ``locations`` gives positions."""
        by_name = {self._by_names(path, label): text for label in _LABELS for path, text in self.assigned.items()}
        return by_name | {dotted(path): text for path, text in self.assigned.items()}

    def _by_names(self, path: Path, label: str) -> str:
        text, data = "", self.data
        for part in path:
            data = _inside(data, part)
            name = data.get(label) if isinstance(part, int) and isinstance(data, dict) else None
            text += f"[{name}]" if isinstance(name, str) else _further(part) if text or isinstance(part, int) else part
        return text


_LONGEST = 200
#: What an entry of a list goes by.
_LABELS = ("name", "mountPath")


def shown(text: str) -> str:
    """Return text that is fit for a message: one line, nothing that a terminal acts on, not endless."""
    text = "".join(character if character.isprintable() else "\ufffd" for character in text[:_LONGEST])
    return text if len(text) < _LONGEST else text[:-3] + "..."


def place(path: Path) -> str | None:
    """Return a path for a message; the whole document has none."""
    return shown(dotted(path)) or None


def inside(data: Any, path: Path) -> Any:
    """Return what is at a path of plain data; ``None`` if nothing is."""
    for part in path:
        data = _inside(data, part)
    return data


def dotted(path: Path) -> str:
    """Write a path as people do: ``component.env[0].name``."""
    text = ""
    for part in path:
        text += _further(part) if text or isinstance(part, int) else part
    return text


def _further(part: str | int) -> str:
    return f"[{part}]" if isinstance(part, int) else f".{part}"


def _inside(data: Any, part: str | int) -> Any:
    """Return what is at a key or a number, if it is there: assignments may have changed the data since it was read."""
    if isinstance(data, dict):
        return data.get(part)
    return data[part] if isinstance(data, list) and isinstance(part, int) and part < len(data) else None
