"""Why text is no YAML, in words that say what to change: libyaml's own say what its parser was doing."""

from typing import Any

import yaml

from foundation.model.errors import Problem
from foundation.model.expressions import expression

LINE_BREAK = expression("\r\n|\r|\n")
#: What libyaml says where a line is indented like nothing above it.
_ENDED = "did not find expected <document start>"
_ASTRAY = frozenset({"did not find expected key", "did not find expected '-' indicator", _ENDED})
_SECOND_VALUE = "mapping values are not allowed in this context"
#: A key with a value on the same line, up to its colon.
_KEY = expression(r"\s*(?:- +)*[^\s#\"'\[{][^:#]*:(?=\s|$)")


def ended_early(error: yaml.MarkedYAMLError) -> bool:
    """Tell whether the document ended at a line that was to go on with it, so that the rest of it is not there."""
    return bool(error.problem == _ENDED)


def syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """Return what libyaml found as a problem at its place.

    Args:
        error: what it found.
        text: the whole text.
        file: its name, for messages.
    """
    lines = LINE_BREAK.split(text)
    mark = error.problem_mark or error.context_mark
    unclosed = error.context_mark is not None and _is_end(mark, lines)
    if unclosed:  # there is nothing to see at the end
        mark = error.context_mark
    message, remedy = _told(error, lines, mark, unclosed=unclosed)
    return Problem(
        code="yaml-syntax",
        message=message,
        remedy=remedy,
        file=file,
        line=mark.line + 1 if mark else None,
        column=mark.column + 1 if mark else None,
    )


def _told(error: yaml.MarkedYAMLError, lines: list[str], mark: Any, *, unclosed: bool) -> tuple[str, str]:
    """Return message and remedy."""
    said = " ".join(part for part in (error.context, error.problem) if part) or "this is not valid YAML"
    here = lines[mark.line] if mark and mark.line < len(lines) else ""
    if here.lstrip(" ").startswith("\t"):
        return f"the indentation is a tab: {said}", "Indent with spaces; YAML does not allow tabs."
    if unclosed:
        return said, "Close the quote or the bracket that begins here."
    if error.context and "flow" in error.context and error.context_mark:
        return said, f"Close the bracket of line {error.context_mark.line + 1}, or put a comma before this."
    if error.problem == _SECOND_VALUE:
        return _second_value(said, lines, mark)
    if error.problem in _ASTRAY:
        return _astray(said, lines, mark)
    return said, "Mend the YAML at this place."


def _astray(said: str, lines: list[str], mark: Any) -> tuple[str, str]:
    """Return message and remedy of a line that goes on with nothing; one indented like no other has no other reason."""
    remedy = "Indent this line like those it belongs to"
    if mark.column > _indented(lines[mark.line]):
        return said, "Put the whole value in one pair of quotes, or in none."
    if _indented(lines[mark.line]) not in {_indented(line) for line in lines[: mark.line] if line.strip()}:
        return f"the indentation is wrong: {said}", f"{remedy}."
    message = f"the indentation is wrong, or something above is open: {said}"
    return message, f"{remedy}; a quote or a bracket above it may be open."


def _indented(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _second_value(said: str, lines: list[str], mark: Any) -> tuple[str, str]:
    """Return message and remedy of a colon where no key can be: of a value, or of a line that goes on with one."""
    here, above = lines[mark.line], _above(lines, mark.line)
    if _KEY.match(here[: mark.column]):
        return said, "Put the value in quotes; it holds a colon and a space."
    if above is not None and not _KEY.match(above):
        return said, "Put a colon and a space between key and value in the line above."
    remedy = "Indent this line like those it belongs to; the key above has a value already."
    return f"the indentation is wrong: {said}", remedy


def _above(lines: list[str], number: int) -> str | None:
    """Return the line before one, without those that say nothing."""
    return next((line for line in reversed(lines[:number]) if line.strip() and not line.lstrip().startswith("#")), None)


def _is_end(mark: Any, lines: list[str]) -> bool:
    """Tell whether a mark is behind all that a text says."""
    rest = lines[mark.line][mark.column :] + "".join(lines[mark.line + 1 :]) if mark.line < len(lines) else ""
    return not rest.strip()
