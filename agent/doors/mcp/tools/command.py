"""What a tool is: what it takes and answers, what it does to its surroundings, and what carries it out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.doors.mcp.outcomes import Outcome
from foundation.model.access import Principal, Role
from foundation.model.base import FrozenModel

if TYPE_CHECKING:
    from agent.bootstrap import Agent


@dataclass(frozen=True)
class Command:
    """A tool and what carries it out.

    Attributes:
        name: its name.
        title: the same for people.
        description: what it does, for a model that chooses.
        arguments: class of its arguments.
        outcome: class of its answers.
        run: carries it out, in a process with an agent, for whoever asks.
        role: what somebody has to be who may call it.
        writes: whether it changes files or memory; then it may replace what is there.
        repeatable: whether the same call again leads to the same state.
    """

    name: str
    title: str
    description: str
    arguments: type[FrozenModel]
    outcome: type[Outcome]
    run: "Callable[[Agent, Any, Principal], Outcome]"
    role: Role = "reader"
    writes: bool = False
    repeatable: bool = True
