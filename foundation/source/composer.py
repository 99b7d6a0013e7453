"""Building documents from libyaml's events, without recursion and within limits.

Depth and the growth through aliases are bounded here, not by the interpreter's stack. An alias
is a copy of what its anchor names: the copy counts, has a depth of its own and shares nothing.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from foundation.model.errors import Problem
from foundation.source.scalars import read_for_bundle
from foundation.source.tree import Document, Path, Position, place

MAX_DEPTH = 64
MAX_NODES = 200_000

_TEXT_TAG = "tag:yaml.org,2002:str"
_MAPPING_TAG = "tag:yaml.org,2002:map"
_SEQUENCE_TAG = "tag:yaml.org,2002:seq"
_LIMITS = frozenset({"yaml-too-large", "yaml-too-deep"})


@dataclass
class _Frame:
    """An open mapping or sequence."""

    container: Any
    path: Path
    anchor: str | None
    first_event: int
    nodes_before: int
    key: str | None = None
    #: Line of each key, where it stands first.
    seen: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Anchored:
    """What an anchor names: the events that build it and the number of its values."""

    events: tuple[int, int]
    nodes: int


class _Abort(Exception):
    """A limit was passed: reading on would only cost time."""


class Composer:
    """Builds documents from text and collects every mistake on the way.

    Args:
        file: name for messages.
        read: what a scalar without quotes means; a key that means something else than its text is refused.
    """

    def __init__(self, file: str, read: Callable[[str], Any]) -> None:
        self.file = file
        self._read = read
        self.problems: list[Problem] = []

    def documents(self, text: str) -> Iterator[Document]:
        """Yield each document of the text.

        Raises:
            yaml.YAMLError: the text is not YAML.
        """
        try:
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                if isinstance(event, yaml.DocumentStartEvent):
                    self._start()
                elif isinstance(event, yaml.DocumentEndEvent):
                    yield self._document
                elif isinstance(event, yaml.AliasEvent):
                    self._copy(event)
                elif not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent)):
                    self._handle(event)
        except _Abort:
            return

    def _start(self) -> None:
        self._document = Document()
        self._stack: list[_Frame] = []
        self._events: list[Any] = []
        self._anchors: dict[str, _Anchored] = {}
        self._nodes = 0
        self._alias: Any = None
        self._alias_depth = 0

    def _handle(self, event: Any) -> None:
        self._events.append(event)
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            frame = self._stack.pop()
            self._remember(frame.anchor, frame.first_event, self._nodes - frame.nodes_before)
            return
        self._count(event, 1)
        if self._expects_key():
            self._take_key(event)
        elif isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event), event)
        else:
            self._open(event)
        if isinstance(event, yaml.ScalarEvent):
            self._remember(event.anchor, len(self._events) - 1, 1)

    def _remember(self, anchor: str | None, first_event: int, nodes: int) -> None:
        if anchor and self._alias is None:
            self._anchors[anchor] = _Anchored((first_event, len(self._events)), nodes)

    def _copy(self, alias: Any) -> None:
        """Build what an alias stands for a second time, in its place."""
        if any(frame.anchor == alias.anchor for frame in self._stack):
            self._fail(
                alias, "yaml-alias", f"the alias *{alias.anchor} stands inside its own value", "Write the value."
            )
            raise _Abort
        anchored = self._anchors.get(alias.anchor)
        if anchored is None:
            self._fail(alias, "yaml-alias", f"the alias *{alias.anchor} has no anchor before it", "Write the value.")
            raise _Abort
        self._count(alias, anchored.nodes)
        self._nodes -= anchored.nodes
        self._alias, self._alias_depth = alias, len(self._stack)
        for event in self._events[slice(*anchored.events)]:
            self._handle(event)
        self._alias = None

    def _open(self, event: Any) -> None:
        self._check_tag(event)
        first_event, nodes_before = len(self._events) - 1, self._nodes - 1
        container = self._before(dict if isinstance(event, yaml.MappingStartEvent) else list)
        path = self._add(container, event)
        if len(self._stack) >= MAX_DEPTH:
            message = f"values are nested more than {MAX_DEPTH} deep"
            self._fail(event, "yaml-too-deep", message, "Flatten the document.", path[:1])
            raise _Abort
        # Inside a copy the anchors are those of another place.
        anchor = event.anchor if self._alias is None else None
        self._stack.append(_Frame(container, path, anchor, first_event, nodes_before))

    def _before(self, kind: type[Any]) -> Any:
        """Return a new container; under a key that is there twice the first one, so that no mistake in it is lost."""
        frame = self._stack[-1] if self._stack else None
        known = frame.container.get(frame.key) if frame is not None and frame.key is not None else None
        return known if isinstance(known, kind) else kind()

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].container, dict) and self._stack[-1].key is None

    def _take_key(self, event: Any) -> None:
        frame = self._stack[-1]
        if not isinstance(event, yaml.ScalarEvent):
            self._fail(event, "yaml-key", "a key must be plain text", "Write the key as a string.")
            raise _Abort
        key: str = event.value
        path = (*frame.path, key)
        self._check_tag(event)
        if key == "<<" and event.implicit[0]:
            self._fail(event, "yaml-merge-key", "merge keys (<<) are not supported", "Write the keys out.")
            self._document.merge_keys.append(path)
        elif event.implicit[0] and self._meaning(key) != key:
            message = f"the key {key} is read as {self._meaning(key)}"
            self._fail(event, "yaml-key", message, "Write the key in quotes.", path)
        if key in frame.seen:
            remedy = f"Keep one of them; the first is in line {frame.seen[key]}."
            self._fail(event, "duplicate-key", f"the key {key!r} stands here twice", remedy, path)
        position = self._document.key_positions[path] = _position(event)
        frame.seen.setdefault(key, position[0])
        frame.key = key

    def _meaning(self, key: str) -> str:
        """In a bundle every key is text; a cluster reads a plain key first and writes it as text then."""
        value = key if self._read is read_for_bundle else self._read(key)
        return value if isinstance(value, str) else json.dumps(value)

    def _add(self, value: Any, event: Any) -> Path:
        """Put a value where it belongs and return its path."""
        if not self._stack:
            self._document.data = value
            path: Path = ()
        else:
            frame = self._stack[-1]
            if isinstance(frame.container, dict) and frame.key is not None:
                path = (*frame.path, frame.key)
                if frame.key in frame.container and not isinstance(value, dict):
                    self._document.uncertain.append(path)
                frame.container[frame.key] = value
                frame.key = None
            else:
                frame.container.append(value)
                path = (*frame.path, len(frame.container) - 1)
        self._document.positions[path] = _position(event)
        if event.tag not in (None, "!", _natural_tag(event)):
            self._document.unread.append(path)
        if isinstance(event, yaml.ScalarEvent) and not isinstance(value, str) and value is not None:
            self._document.source_text[path] = event.value
        return path

    def _count(self, event: Any, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            message = f"the document has more than {MAX_NODES} values once its aliases are expanded"
            self._fail(event, "yaml-too-large", message, "Write a smaller document.")
            raise _Abort

    def _scalar(self, event: Any) -> Any:
        self._check_tag(event)
        return event.value if event.style or event.tag else self._read(event.value)

    def _check_tag(self, event: Any) -> None:
        if event.tag not in (None, "!", _natural_tag(event)):
            self._fail(event, "yaml-tag", f"the tag {event.tag!r} is not supported here", "Remove the tag.")

    def _fail(self, event: Any, code: str, message: str, remedy: str, path: Path | None = None) -> None:
        if self._alias is not None:
            if code not in _LIMITS and len(self._stack) > self._alias_depth:
                return  # said already where the copied text stands
            event = self._alias
        line, column = _position(event)
        where = path if path is not None else (self._stack[-1].path if self._stack else ())
        self.problems.append(
            Problem(
                code=code,
                message=message,
                remedy=remedy,
                file=self.file,
                line=line,
                column=column,
                path=place(where),
            )
        )


def _natural_tag(event: Any) -> str:
    if isinstance(event, yaml.ScalarEvent):
        return _TEXT_TAG
    return _MAPPING_TAG if isinstance(event, yaml.MappingStartEvent) else _SEQUENCE_TAG


def _position(event: Any) -> Position:
    return event.start_mark.line + 1, event.start_mark.column + 1
