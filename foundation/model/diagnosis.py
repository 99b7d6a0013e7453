"""What was found on the machine that the agent runs on."""

from typing import Literal

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.errors import Problem


class Diagnosis(FrozenModel):
    """One thing that was looked at.

    Attributes:
        name: what it is.
        status: ``missing`` things are optional, ``failed`` ones are not.
        detail: what was found, in one line.
        problems: what is wrong with it, and how to mend that.
    """

    name: str
    status: Literal["ok", "missing", "failed"]
    detail: str
    problems: list[Problem] = Field(default=[])


class ReportPart(FrozenModel):
    """A part of a bug report: what was looked at, and what was found, line by line."""

    title: str
    lines: list[tuple[str, str]]


class BugReport(FrozenModel):
    """What those who mend the agent have to know of a machine.

    Attributes:
        parts: its parts.
        failed: whether something is missing without which nothing can be generated.
    """

    parts: list[ReportPart]
    failed: bool
