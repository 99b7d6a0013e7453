"""``python``: an assertion of one's own, from a file that the project's owner allows (``own_checks``)."""

from typing import Annotated, NoReturn

from pydantic import Field

from agent.evaluation.assertions.kind import AssertionKind, CannotTell
from agent.evaluation.outcome import Outcome

CheckName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,99}$")]


def _check(name: str, _: Outcome) -> NoReturn:
    raise CannotTell(f"no file of assertions is allowed that could have {name}")


KIND = AssertionKind(
    "python",
    CheckName,
    "A function of the files in INFRA_ENGINEER_PROMPT_CHECKS returns nothing for the answer; else it returns why not.",
    _check,
)
