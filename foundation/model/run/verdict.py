"""The verdict of a validation as the mission's specification writes it."""

from typing import Literal

from foundation.model.base import FrozenModel
from foundation.model.errors import Problem
from foundation.model.findings import Finding
from foundation.model.run.trace import GENERATED_BY


class ValidationResult(FrozenModel):
    """What became of one validation.

    Attributes:
        trace_id: trace of what was validated, if it has one.
        component: its component, if it has one.
        status: whether something blocks.
        errors: what blocks, one sentence each.
        agent: who says so.
        timestamp: UTC time, ISO 8601.
    """

    trace_id: str | None
    component: str | None
    status: Literal["passed", "failed"]
    errors: list[str]
    agent: str = GENERATED_BY
    timestamp: str


def error_lines(findings: list[Finding], problems: list[Problem]) -> list[str]:
    """Return one sentence for each thing that blocks, with its place."""
    lines = [_line(_file(finding), finding.object, finding.path, finding.message) for finding in findings]
    return lines + [_line(problem.place, None, None, problem.message) for problem in problems]


def _file(finding: Finding) -> str | None:
    """Return where to mend it: the bundle's line that caused it, else the file that it was found in."""
    cause = finding.cause
    if cause is None:
        return finding.file
    return ":".join(str(part) for part in (cause.file, cause.line, cause.column) if part is not None)


def _line(file: str | None, name: str | None, path: str | None, message: str) -> str:
    place = " ".join(part for part in (file, name, path) if part)
    return f"{place}: {message}" if place else message
