"""How mistakes and findings look on a terminal."""

import os
import sys
from collections.abc import Sequence

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.repeats import repeated
from foundation.model.errors import AgentError, OutsideError, Problem
from foundation.model.findings import Finding

_COLORS = {"error": "31", "warning": "33", "advice": "36", "baseline": "2"}


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
    for problem, *same in repeated(problems):
        also = [_position(other) for other in same]
        _write("error", problem.code, problem.place, problem.message, problem.remedy, also)


def report_findings(findings: Sequence[Finding]) -> None:
    """Write every finding to stderr in the same form."""
    for finding, *same in repeated(findings):
        also = [_position(other) for other in same]
        _write(finding.severity, finding.code, _place(finding), finding.message, finding.remedy, also)


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


def _write(severity: str, code: str, place: str, message: str, remedy: str, also: Sequence[str] = ()) -> None:
    head = f"\033[{_COLORS[severity]}m{severity}\033[0m" if _colored() else severity
    where = f"  {place}" if place else ""
    same = f"  also: {', '.join(also)}\n" if also else ""
    sys.stderr.write(f"{head} {code}{where}\n  {printable(message)}\n{same}  mend: {printable(remedy)}\n")


def _colored() -> bool:
    """Colours are for terminals whose owner does not object (no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def printable(text: str) -> str:
    """Return text without what could steer a terminal; bundles are hostile input."""
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)
