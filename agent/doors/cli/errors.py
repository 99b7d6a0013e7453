"""How mistakes and findings look on a terminal."""

import sys
from collections.abc import Sequence

from agent.model.errors import Problem
from agent.model.findings import Finding

_COLORS = {"error": "31", "warning": "33", "advice": "36"}


def report_problems(problems: Sequence[Problem]) -> None:
    """Write every problem to stderr: what it is, where, and how to mend it."""
    for problem in problems:
        _write("error", problem.code, problem.place, problem.message, problem.remedy)


def report_findings(findings: Sequence[Finding]) -> None:
    """Write every finding to stderr in the same form."""
    for finding in findings:
        position = ":".join(str(part) for part in (finding.file, finding.line) if part is not None)
        place = " ".join(part for part in (position, finding.object, finding.path) if part)
        _write(finding.severity, finding.code, place, finding.message, finding.remedy)


def _write(severity: str, code: str, place: str, message: str, remedy: str) -> None:
    head = f"\033[{_COLORS[severity]}m{severity}\033[0m" if sys.stderr.isatty() else severity
    sys.stderr.write(f"{head} {code}  {place}\n  {printable(message)}\n  mend: {printable(remedy)}\n")


def printable(text: str) -> str:
    """Return text without what could steer a terminal; bundles are hostile input."""
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)
