"""What a process tells of its work: data that is ready to be sent, and whose fault it is if not all was done."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from agent.doors.http.json_bytes import as_json
from agent.doors.http.words import in_own_words, problems_in_own_words
from foundation.model.base import FrozenModel
from foundation.model.errors import AgentError, Fault, Problem
from foundation.model.events import EventLog, RefusedError

if TYPE_CHECKING:
    from agent.bootstrap import Agent

#: So many mistakes are told; the others are counted.
MOST_PROBLEMS = 200
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


class Written(FrozenModel):
    """The same, written by the process that did the work: who answers only passes it on.

    Attributes:
        content: an object as JSON.
        fault: whose fault it is that not all was done, if it was not.
        problems: the first things that are wrong then.
        left_out: how many there are besides.
    """

    content: bytes
    fault: Fault | None = None
    problems: list[Problem] = []
    left_out: int = 0


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


def written(agent: "Agent", work: "Callable[[Agent, Request], Told]", asked: Request) -> Written:
    """Return what came of a piece of work as it is sent.

    Args:
        agent: the agent of this process.
        work: does it.
        asked: with what.

    Raises:
        AgentError: what the work raised, with no more mistakes than are told.
    """
    try:
        told = work(agent, asked)
    except AgentError as error:
        _shorten(error)
        raise
    problems = told.problems[:MOST_PROBLEMS]
    left_out = len(told.problems) - len(problems)
    return Written(content=as_json(told.content), fault=told.fault, problems=problems, left_out=left_out)


def _shorten(error: AgentError) -> None:
    told = error.problems[:MOST_PROBLEMS]
    error.left_out, error.problems = len(error.problems) - len(told), told
    if error.left_out and isinstance(error, RefusedError):
        error.log = EventLog(events=[])  # the event names every mistake too


def heaviest(faults: Iterable[Fault | None]) -> Fault | None:
    """Return the fault of several things done that weighs most."""
    return max(faults, key=_WEIGHTS.index, default=None)


def distinct(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems, each once, in their order."""
    return list(dict.fromkeys(problems))
