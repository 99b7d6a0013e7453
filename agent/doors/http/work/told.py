"""What a process tells of its work: data that is ready to be sent, and whose fault it is if not all was done."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from agent.doors.http.words import in_own_words, problems_in_own_words
from foundation.model.base import FrozenModel
from foundation.model.errors import AgentError, Fault, Problem

if TYPE_CHECKING:
    from agent.bootstrap import Agent

#: From what weighs least to what weighs most, as exit codes have it.
_WEIGHTS: tuple[Fault | None, ...] = (None, "gate", "input", "outside")


class Asked(FrozenModel):
    """What a request asks for.

    Attributes:
        visible: the tenants that exist for whoever asks; all, if there is no list.
    """

    visible: list[str] | None = None


class Told(FrozenModel):
    """What came of a piece of work.

    Attributes:
        content: what is told of it.
        fault: whose fault it is that not all was done, if it was not.
        problems: everything that is wrong then.
    """

    content: dict[str, Any]
    fault: Fault | None = None
    problems: list[Problem] = []


Request = TypeVar("Request", bound=Asked)


def told_to_clients(work: "Callable[[Agent, Request], Told]") -> "Callable[[Agent, Request], Told]":
    """Have a piece of work see the caller's tenants alone, and tell everything in the words of the API's clients."""

    @wraps(work)
    def spoken(agent: "Agent", asked: Request) -> Told:
        workspace = agent.settings.workspace
        try:
            told = work(replace(agent, settings=agent.settings.seen_by(asked.visible)), asked)
        except AgentError as error:
            error.problems = tuple(problems_in_own_words(error.problems, workspace))
            raise
        content: dict[str, Any] = in_own_words(told.content, workspace)
        problems = problems_in_own_words(told.problems, workspace)
        return told.model_copy(update={"content": content, "problems": problems})

    return spoken


def heaviest(faults: Iterable[Fault | None]) -> Fault | None:
    """Return the fault of several things done that weighs most."""
    return max(faults, key=_WEIGHTS.index, default=None)


def distinct(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems, each once, in their order."""
    return list(dict.fromkeys(problems))
