"""How mistakes and findings look on a terminal."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.repeats import repeated
from agent.doors.cli.stdin import STDIN, content_of_stdin
from foundation.model.errors import AgentError, OutsideError, Problem
from foundation.model.findings import Cause, Finding

if TYPE_CHECKING:
    from agent.reporting.excerpts import Excerpts

_COLORS = {"error": "31", "warning": "33", "advice": "36", "baseline": "2"}
#: What is found there is not shown.
_UNSHOWN = "literal-secret"
#: Bytes of a file that lines are shown of: those of a bundle.
_LARGEST = 4 * 1024 * 1024


def report_failure(error: Exception) -> int:
    """Write what ended the program, and return its exit code.

    What nobody expected is a defect of ours: its details go to the log, not to the user.
    """
    if isinstance(error, AgentError):
        report_problems(error.problems)
        return exit_code(error.fault)
    from agent.logs import configure_logging

    configure_logging("error").error("internal error", exc_info=error)
    message = f"something unexpected happened: {type(error).__name__}"
    remedy = "This is a defect of the agent; the log above has the details. Please report it."
    _write("error", "internal-error", "agent", message, remedy)
    return exit_code(OutsideError.fault)


def report_problems(problems: Sequence[Problem]) -> None:
    """Write every problem to stderr: what it is, where, and how to mend it."""
    excerpts = _excerpts()
    for problem, *same in repeated(problems):
        also = [_position(other) for other in same]
        lines = _lines(excerpts, problem)
        _write("error", problem.code, problem.place, problem.message, problem.remedy, [*lines, *_also(also)])


def report_findings(findings: Sequence[Finding]) -> None:
    """Write every finding to stderr in the same form, at the place in the bundle that caused it."""
    excerpts = _excerpts()
    for finding, *same in repeated(findings):
        if finding.cause is None:
            lines = _also([_position(other) for other in same])
            _write(finding.severity, finding.code, _place(finding), finding.message, finding.remedy, lines)
        else:
            _write_caused(excerpts, finding.cause, [finding, *same])


def _write_caused(excerpts: "Excerpts", cause: Cause, findings: Sequence[Finding]) -> None:
    finding = findings[0]
    lines = [] if cause.given_by or finding.code == _UNSHOWN else _excerpt(excerpts, cause)
    by_flag = (cause.given_by or "").startswith("--set ")
    if cause.given_by and not by_flag:
        lines.append(f"  from {cause.given_by}{f' ({cause.layer})' if cause.layer else ''}")
    environments = ", ".join(dict.fromkeys(one.environment for one in findings if one.environment))
    made = finding.made
    where = " ".join(part for part in (made, f"({environments})" if environments else "") if part)
    lines += [f"  in {where}"] if made else []
    kept = [_position(one) for one in findings if one.file and Path(one.file).is_file()]
    lines += [f"  kept: {', '.join(kept)}"] if kept else []
    position = ":".join(str(part) for part in (cause.file, cause.line, cause.column) if part is not None)
    path = cause.path if made else finding.path or cause.path
    place = " ".join(part for part in (cause.given_by if by_flag else position, path) if part)
    _write(finding.severity, finding.code, place, finding.message, finding.remedy, lines)


def report_known(findings: Sequence[Finding]) -> None:
    """Write the findings that a baseline holds; they block nothing."""
    for finding in findings:
        _write("baseline", finding.code, _place(finding), finding.message, finding.remedy)


def _place(finding: Finding) -> str:
    position = _position(finding)
    known = [f"{finding.environment}:"] if finding.environment and not finding.file else []
    return " ".join([*known, *(part for part in (position, finding.object, finding.path) if part)])


def _position(mistake: Problem | Finding) -> str:
    return ":".join(str(part) for part in (mistake.file, mistake.line) if part is not None)


def _also(places: Sequence[str]) -> list[str]:
    return [f"  also: {', '.join(places)}"] if places else []


def _excerpts() -> "Excerpts":
    from agent.reporting.excerpts import Excerpts

    return Excerpts(_text_of)


def _text_of(file: str) -> str | None:
    """Return the text of a file that a message names, if it is one that can be shown."""
    path = Path(file)
    try:
        if file == STDIN and (content := content_of_stdin()) is not None:
            return content.decode()
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        return path.read_bytes().decode()
    except (OSError, ValueError):
        return None


def _lines(excerpts: "Excerpts", problem: Problem) -> list[str]:
    """Return the lines that a problem is about; what is said of a secret is said without them."""
    if problem.code == _UNSHOWN or "a secret" in problem.message:
        return []
    return _excerpt(excerpts, problem)


def _excerpt(excerpts: "Excerpts", place: Problem | Cause) -> list[str]:
    if place.file is None or place.line is None or place.column is None:
        return []
    return excerpts.at(place.file, place.line, place.column)


def _write(severity: str, code: str, place: str, message: str, remedy: str, lines: Sequence[str] = ()) -> None:
    head = f"\033[{_COLORS[severity]}m{severity}\033[0m" if _colored() else severity
    where = f"  {printable(place)}" if place else ""
    inside = "".join(f"{printable(line)}\n" for line in lines)
    sys.stderr.write(f"{head} {code}{where}\n{inside}  {printable(message)}\n  mend: {printable(remedy)}\n")


def _colored() -> bool:
    """Colours are for terminals whose owner does not object (no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def printable(text: str) -> str:
    """Return text without what could steer a terminal; bundles are hostile input."""
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)
