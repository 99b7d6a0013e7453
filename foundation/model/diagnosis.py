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
