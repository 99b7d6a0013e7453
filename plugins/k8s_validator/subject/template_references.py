"""Which values a chart's templates read, found in their text without running them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from foundation.model.expressions import expression
from plugins.k8s_validator.subject.chart_name import MARK, without_name

#: An action up to its end. Atomic throughout, so that no text is looked at twice.
_BODY = expression(
    r"""(?>(?:(?>/\*.*?\*/)|(?>"(?:\\.|[^"\\])*+")|(?>`[^`]*+`)|(?>'(?:\\.|[^'\\\n])*+')|[^"`}]|\}(?!\}))*+)\}\}""",
    re.DOTALL,
)
#: A comment is all of its action; what looks like one inside a text is text.
_COMMENT = expression(r"\A-?\s*/\*.*?\*/", re.DOTALL)
#: Texts and single characters.
_TEXT = expression(r""""(?:\\.|[^"\\])*+"|`[^`]*+`|'(?:\\.|[^'\\\n])*+'""", re.DOTALL)
_VALUES = expression(r"\.Values\b((?:\.[A-Za-z_]\w*)*+)")
_OTHER_CHART = expression(r"\.Subcharts\.\w{1,100}\Z")
#: Functions that reach into a mapping by text, and those that make do with a value that is not there.
_BY_TEXT = expression(r"\b(index|get|hasKey|dig)\b([^|()]{0,500})")
_KEY = expression(r'"((?:\\.|[^"\\])*+)"')
_TOLERANT = expression(r"\b(default|coalesce|hasKey|empty|ternary|dig|required|and|or|not|kindIs|typeIs|get)\b")
_OPENING = expression(r"(if|with|range|define|block)\b")
_ELSE = expression(r"else\b")
_END = expression(r"end\b")
_CONDITION = expression(r"(?:else\s+)?(if|with|range)\b")
_INCLUDE = expression(r'\b(?:include|template|block)\s+(?:"((?:\\.|[^"\\])*)"|[^\s"])')
#: What is in no named template, and an include whose name is known only when it runs.
_FILE = ""
_DYNAMIC = "\0"

Keys = tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """One use of a value.

    Attributes:
        path: keys under ``.Values``; empty where all of them are used at once.
        file: the template, relative to the chart's folder.
        line: its line.
        tolerant: whether the template makes do when the last key is not there.
        guards: values that an enclosing ``if`` or ``with`` has asked for.
        within: the named template that it is in; empty outside of all.
    """

    path: Keys
    file: str
    line: int
    tolerant: bool
    guards: tuple[Keys, ...]
    within: str

    @property
    def guarded(self) -> bool:
        """Whether an enclosing condition makes sure of the value or of what holds it."""
        return any(self.path[: len(guard)] == guard for guard in self.guards if guard)


@dataclass(frozen=True)
class Action:
    """One action of a template, between its braces and without its comments.

    Attributes:
        text: the action.
        file: the template, relative to the chart's folder.
        line: its line.
        within: the named template that it is in; empty outside of all.
    """

    text: str
    file: str
    line: int
    within: str


def actions(text: str) -> Iterator[tuple[int, str]]:
    """Yield each action of a template with its position, without its comments; what is never closed ends it."""
    start = text.find("{{")
    while start >= 0:
        body = _BODY.match(text, start + 2)
        if body is None:
            return
        yield start, _COMMENT.sub("", body[0][:-2]).strip().strip("-").strip()
        start = text.find("{{", body.end())


def code(action: str) -> str:
    """Return an action with its texts blanked out, so that what is left are names and calls."""
    return _TEXT.sub(lambda text: " " * len(text[0]), action)


def references(templates: Mapping[str, str], folder: str = "", chart: str = "") -> list[Reference]:
    """Return every use of ``.Values`` in templates, in their order.

    Named templates count where some file includes them: charts share helpers that they do not all need.

    Args:
        templates: text by file.
        folder: the chart's folder; what is found names files relative to it.
        chart: the chart's name.
    """
    plain = tuple((file.removeprefix(folder), text) for file, text in templates.items())
    found = _found(tuple((file, without_name(text, chart)) for file, text in plain))
    # A name that stands among keys is no name of a template.
    named = any(key.startswith(MARK) for reference in found for key in reference.path)
    return list(_found(plain) if named else found)


def reached_actions(templates: Mapping[str, str], folder: str = "", chart: str = "") -> tuple[Action, ...]:
    """Return every action that may run, in their order: those of named templates count where some file includes them.

    Args:
        templates: text by file.
        folder: the chart's folder; what is found names files relative to it.
        chart: the chart's name.
    """
    return _scanned(tuple((file.removeprefix(folder), without_name(text, chart)) for file, text in templates.items()))[
        1
    ]


def _found(templates: tuple[tuple[str, str], ...]) -> tuple[Reference, ...]:
    return _scanned(templates)[0]


@lru_cache(maxsize=64)
def _scanned(templates: tuple[tuple[str, str], ...]) -> tuple[tuple[Reference, ...], tuple[Action, ...]]:
    """Scan templates once for all rules and all charts that have them."""
    found: list[Reference] = []
    run: list[Action] = []
    includes: dict[str, set[str]] = {}
    for file, text in templates:
        scan = _Scan(file, text)
        found += scan.found
        run += scan.run
        for name, included in scan.includes.items():
            includes.setdefault(name, set()).update(included)
    reached = _reached(includes)
    return (
        tuple(reference for reference in found if reached is None or reference.within in reached),
        tuple(action for action in run if reached is None or action.within in reached),
    )


def _reached(includes: dict[str, set[str]]) -> set[str] | None:
    """Return the named templates that are included, or ``None`` where a name is made only when it runs."""
    reached, waiting = {_FILE}, [_FILE]
    while waiting:
        for name in includes.get(waiting.pop(), set()) - reached:
            if name == _DYNAMIC:
                return None
            reached.add(name)
            waiting.append(name)
    return reached


@dataclass
class _Block:
    """An open block: what its condition asked for, and the named template that it is, if it is one."""

    guards: tuple[Keys, ...] = ()
    name: str | None = None


class _Scan:
    """One file, action by action."""

    def __init__(self, file: str, text: str) -> None:
        self.found: list[Reference] = []
        self.includes: dict[str, set[str]] = {}
        self.run: list[Action] = []
        self._file = file
        self._stack: list[_Block] = []
        line, end = 1, 0
        for start, body in actions(text):
            line += text.count("\n", end, start)
            end = start
            self._take(body, line)

    def _take(self, body: str, line: int) -> None:
        paths = tuple(_paths(body))
        condition = bool(_CONDITION.match(body))
        if _END.match(body) and self._stack:
            self._stack.pop()
        elif _ELSE.match(body) and self._stack:
            self._stack[-1].guards = ()
        tolerant = condition or bool(_TOLERANT.search(code(body)))
        guards = tuple(guard for block in self._stack for guard in block.guards)
        within = next((block.name for block in reversed(self._stack) if block.name is not None), _FILE)
        self.run.append(Action(body, self._file, line, within))
        self.found += [Reference(path, self._file, line, tolerant, guards, within) for path in paths]
        for call in _INCLUDE.finditer(body):
            self.includes.setdefault(within, set()).add(call[1] if call[1] is not None else _DYNAMIC)
        opening = _OPENING.match(body)
        if opening:
            name = _KEY.search(body) if opening[1] in ("define", "block") else None
            self._stack.append(_Block(paths if condition else (), name[1] if name else None))
        elif _ELSE.match(body) and condition and self._stack:
            self._stack[-1].guards = paths


def _paths(body: str) -> Iterator[Keys]:
    """Yield the paths of an action; keys that are given as text are looked up first."""
    spans: list[tuple[int, int]] = []
    for call in _BY_TEXT.finditer(body):
        base = _VALUES.search(call[2])
        keys = [key[1] for key in _KEY.finditer(call[2])]
        if base is None or not keys:
            continue
        head = tuple(part for part in base[1].split(".") if part)
        # The last text of ``dig`` is what it gives when there is nothing.
        yield (*head, *(keys[:-1] if call[1] == "dig" and len(keys) > 1 else keys))
        spans.append(call.span())
    bare = code(body)
    for match in _VALUES.finditer(bare):
        within = any(start <= match.start() < end for start, end in spans)
        if not within and not _OTHER_CHART.search(bare, max(match.start() - 120, 0), match.start()):
            yield tuple(part for part in match[1].split(".") if part)
