"""An answer to a call, and the work that makes one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foundation.model.access import Principal

if TYPE_CHECKING:
    from agent.bootstrap import Agent


@dataclass(frozen=True)
class Answer:
    """What a client gets, made where the work was done: the server only passes it on.

    Attributes:
        text: the answer as JSON text.
        data: the same as plain data.
        failed: whether the call failed.
        links: addresses of resources that tell more.
        events: payloads of the lifecycle events of what was done.
        missing: paths in the bundle at which something is missing, if that is all that is wrong.
    """

    text: str
    data: dict[str, Any]
    failed: bool
    links: list[str] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def answer(
    agent: "Agent", asker: Principal | None, name: str, arguments: dict[str, Any], added: Mapping[str, str]
) -> Answer:
    """Answer a call.

    Args:
        agent: the agent of this process.
        asker: who asks, if that is known.
        name: the tool's name.
        arguments: what the client sent.
        added: what the user was asked for since, by its path in the bundle.
    """
    # Imported here: whoever only asks for it need not wait for the model.
    from agent.doors.mcp.carrying_out import outcome_of, said, with_additions

    return said(outcome_of(agent, asker, name, with_additions(arguments, added) if added else arguments))
