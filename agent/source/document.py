"""Strict YAML (and so JSON) with positions, safe against hostile text.

A document is built from libyaml's event stream without recursion, so depth and the growth
through aliases are bounded here and not by the interpreter's stack.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from agent.model.errors import InputError, Problem

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 64
MAX_NODES = 200_000

Path = tuple[str | int, ...]

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOLEAN = {
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
}
#: No octal, no sexagesimal, no underscores: what two YAML versions read differently stays text.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+([eE][-+]?[0-9]+)?|[-+]?(0|[1-9][0-9]*)[eE][-+]?[0-9]+")
_TAGS = {"tag:yaml.org,2002:" + name for name in ("str", "int", "float", "bool", "null", "map", "seq")}
_MAX_DIGITS = 400
#: JSON writes characters beyond U+FFFF as two escapes; YAML wants one.
_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


@dataclass
class Document:
    """One YAML document.

    Attributes:
        data: plain Python data.
        positions: one-based line and column of each value, by path.
        source_text: what stands in the file for each plain scalar that is not read as text.
    """

    data: Any = None
    positions: dict[Path, tuple[int, int]] = field(default_factory=dict)
    source_text: dict[Path, str] = field(default_factory=dict)

    def position(self, path: Path) -> tuple[int, int]:
        """Return the position of ``path``, or of its nearest ancestor that has one."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, (1, 1))

    def locations(self) -> dict[str, tuple[int, int]]:
        """Return the positions by dotted path, for problems that are found later."""
        return {dotted(path): position for path, position in self.positions.items()}


def decode(content: bytes, file: str) -> str:
    """Decode a file's bytes.

    Args:
        content: the bytes; at most ``MAX_BYTES``.
        file: name for messages.

    Raises:
        InputError: the file is too large or not UTF-8.
    """
    if len(content) > MAX_BYTES:
        raise InputError(
            Problem(
                code="file-too-large",
                message=f"the file has {len(content)} bytes; the limit is {MAX_BYTES}",
                remedy="Split it, or move large content out of the bundle.",
                file=file,
            )
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(
                code="not-utf8",
                message=f"the file is not UTF-8 (byte {error.start})",
                remedy="Save it as UTF-8.",
                file=file,
                line=content[: error.start].count(b"\n") + 1,
            )
        ) from None


def parse_documents(text: str, file: str) -> list[Document]:
    """Parse every document of ``text``; empty ones are left out.

    Raises:
        InputError: with every mistake found: syntax, duplicate keys, tags, merge keys, limits.
    """
    composer = _Composer(file)
    if text.lstrip()[:1] in ("{", "["):
        text = _SURROGATES.sub(_joined, text)
    try:
        documents = list(composer.documents(text))
    except yaml.MarkedYAMLError as error:
        composer.problems.append(_syntax_problem(error, text, file))
    except yaml.reader.ReaderError as error:
        composer.problems.append(
            Problem(
                code="yaml-syntax",
                message=f"the character U+{_code_point(error.character):04X} is not allowed in YAML",
                remedy="Remove it, or write it as an escape in double quotes.",
                file=file,
            )
        )
    if composer.problems:
        raise InputError(*composer.problems)
    return [document for document in documents if document.data is not None]


def _joined(match: re.Match[str]) -> str:
    high, low = int(match[2], 16), int(match[3], 16)
    return f"{match[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"


def _code_point(character: Any) -> int:
    return character if isinstance(character, int) else ord(str(character)[0])


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    lines = text.splitlines()
    here = lines[line - 1] if line and line <= len(lines) else ""
    tab = here.lstrip(" ").startswith("\t")
    remedy = "Indent with spaces; YAML does not allow tabs." if tab else "Mend the YAML at this place."
    return Problem(
        code="yaml-syntax",
        message=" ".join(part for part in (error.context, error.problem) if part) or "this is not valid YAML",
        remedy=remedy,
        file=file,
        line=line,
        column=mark.column + 1 if mark else None,
    )


@dataclass
class _Frame:
    """An open mapping or sequence."""

    container: Any
    path: Path
    anchor: str | None
    nodes_before: int
    key: str | None = None


class _Abort(Exception):
    """A limit was passed: reading on would only cost time."""


class _Composer:
    """Builds documents from events."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def documents(self, text: str) -> Iterator[Document]:
        """Yield each document of the text."""
        try:
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                if isinstance(event, yaml.DocumentStartEvent):
                    self._start()
                elif isinstance(event, yaml.DocumentEndEvent):
                    yield self._document
                elif not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent)):
                    self._handle(event)
        except _Abort:
            return

    def _start(self) -> None:
        self._document = Document()
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._nodes = 0

    def _handle(self, event: Any) -> None:
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            frame = self._stack.pop()
            if frame.anchor:
                self._anchors[frame.anchor] = (frame.container, self._nodes - frame.nodes_before)
            return
        self._count(event, 1)
        if self._expects_key():
            self._take_key(event)
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._resolve(event), event)
        elif isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event)
            self._add(value, event)
            if event.anchor:
                self._anchors[event.anchor] = (value, 1)
        else:
            self._open(event)

    def _open(self, event: Any) -> None:
        self._check_tag(event)
        container: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._add(container, event)
        if len(self._stack) >= MAX_DEPTH:
            message = f"values are nested more than {MAX_DEPTH} deep"
            self._fail(event, "yaml-too-deep", message, "Flatten the document.", self._stack[0].path)
            raise _Abort
        self._stack.append(_Frame(container, path, event.anchor, self._nodes))

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].container, dict) and self._stack[-1].key is None

    def _take_key(self, event: Any) -> None:
        frame = self._stack[-1]
        if not isinstance(event, yaml.ScalarEvent):
            self._fail(event, "yaml-key", "a key must be plain text", "Write the key as a string.")
            raise _Abort
        if event.value == "<<" and event.implicit[0]:
            self._fail(event, "yaml-merge-key", "merge keys (<<) are not supported", "Write the keys out.")
        if event.value in frame.container:
            self._fail(
                event,
                "duplicate-key",
                f"the key {event.value!r} stands here twice",
                "Keep one of them.",
                (*frame.path, event.value),
            )
        frame.key = event.value

    def _add(self, value: Any, event: Any) -> Path:
        """Put a value where it belongs and return its path."""
        if not self._stack:
            self._document.data = value
            path: Path = ()
        else:
            frame = self._stack[-1]
            if isinstance(frame.container, dict) and frame.key is not None:
                frame.container[frame.key] = value
                path, frame.key = (*frame.path, frame.key), None
            else:
                frame.container.append(value)
                path = (*frame.path, len(frame.container) - 1)
        self._document.positions[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.ScalarEvent) and not isinstance(value, str) and value is not None:
            self._document.source_text[path] = event.value
        return path

    def _resolve(self, event: Any) -> Any:
        if event.anchor not in self._anchors:
            self._fail(event, "yaml-alias", f"the alias *{event.anchor} has no anchor before it", "Write the value.")
            raise _Abort
        value, nodes = self._anchors[event.anchor]
        self._count(event, nodes)
        return value

    def _count(self, event: Any, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            message = f"the document has more than {MAX_NODES} values once its aliases are expanded"
            self._fail(event, "yaml-too-large", message, "Write a smaller document.")
            raise _Abort

    def _scalar(self, event: Any) -> Any:
        self._check_tag(event)
        text: str = event.value
        if event.style or event.tag in ("tag:yaml.org,2002:str", "!"):
            return text
        if text in _NULL:
            return None
        if text in _BOOLEAN:
            return _BOOLEAN[text]
        if len(text) <= _MAX_DIGITS and _INTEGER.fullmatch(text):
            return int(text)
        if len(text) <= _MAX_DIGITS and _FLOAT.fullmatch(text):
            return float(text)
        return text

    def _check_tag(self, event: Any) -> None:
        if event.tag not in (None, "!") and event.tag not in _TAGS:
            self._fail(event, "yaml-tag", f"the tag {event.tag!r} is not supported", "Remove the tag.")

    def _fail(self, event: Any, code: str, message: str, remedy: str, path: Path | None = None) -> None:
        mark = event.start_mark
        place = path if path is not None else (self._stack[-1].path if self._stack else ())
        self.problems.append(
            Problem(
                code=code,
                message=message,
                remedy=remedy,
                file=self.file,
                line=mark.line + 1,
                column=mark.column + 1,
                path=dotted(place) or None,
            )
        )


def dotted(path: Path) -> str:
    """Write a path as people do: ``component.env[0].name``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
