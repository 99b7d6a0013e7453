"""Completing what a client is about to say: variables in addresses of resources, and arguments of the prompt."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mcp.shared.exceptions import McpError
from mcp.types import (
    CompleteRequest,
    CompleteResult,
    Completion,
    PromptReference,
    ServerResult,
)

from agent.doors.desk import Desk
from agent.doors.mcp.addresses import names_in
from agent.doors.mcp.askers import seen_by
from agent.doors.mcp.caller import principal
from agent.doors.mcp.mistakes import error_of
from agent.doors.mcp.prompts import choices_for
from agent.doors.mcp.resources import kinds
from foundation.model.access import Principal
from foundation.model.errors import AgentError, InputError

if TYPE_CHECKING:
    from agent.bootstrap import Agent

#: The protocol allows so many.
_MOST = 100


class Completions:
    """Completes arguments.

    Args:
        desk: knows what there is.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def complete(self, request: CompleteRequest) -> ServerResult:
        """Answer ``completion/complete``.

        Raises:
            McpError: what there is cannot be found out.
        """
        reference, argument, context = request.params.ref, request.params.argument, request.params.context
        known = dict(context.arguments or {}) if context is not None else {}
        place = reference.name if isinstance(reference, PromptReference) else reference.uri
        prompt = isinstance(reference, PromptReference)
        try:
            found = await self._desk.run(completed, principal(), place, prompt, argument.name, argument.value, known)
        except AgentError as error:
            raise McpError(error_of(error)) from None
        completion = Completion(values=found[:_MOST], total=len(found), hasMore=len(found) > _MOST)
        return ServerResult(CompleteResult(completion=completion))


def completed(
    agent: "Agent",
    asker: Principal | None,
    place: str,
    prompt: bool,
    variable: str,
    begun: str,
    known: Mapping[str, str],
) -> list[str]:
    """Return what a variable or an argument can be.

    Args:
        agent: the agent of this process.
        asker: who asks, if that is known.
        place: template of an address, or name of a prompt.
        prompt: whether it is a prompt.
        variable: name of the variable or the argument.
        begun: how it begins; what only holds that comes after what begins so.
        known: other variables that are known already.

    Raises:
        OutsideError: what there is cannot be read.
    """
    own, kind = seen_by(asker, agent), (names_in(place) or [""])[0]
    if prompt:
        found = choices_for(own, place, variable)
    elif kind in kinds() and f"{{{variable}}}" in place.replace("{+", "{"):
        try:
            found = kinds()[kind].complete(own, variable, known)
        except InputError:  # what is known already names nothing
            found = []
    else:
        found = []
    fitting = [one for one in found if begun.lower() in one.lower()]
    return sorted(fitting, key=lambda one: not one.lower().startswith(begun.lower()))
