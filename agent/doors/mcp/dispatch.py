"""Taking a call from its raw arguments to its answer; whatever goes wrong becomes an answer too."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from agent.bootstrap.logs import build_log
from agent.doors.mcp.bounds import bounded_notes
from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools import Command
from agent.doors.mcp.words import in_own_words
from agent.settings import Settings
from foundation.model.errors import AgentError, unexpected
from foundation.source.document import Document
from foundation.source.validation import validate

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class Dispatcher:
    """Runs commands on an agent that is wired when the first one comes.

    Args:
        settings: settings of the agent.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _agent(self) -> "Agent":
        # Imported here: a client's handshake need not wait for it.
        from agent.bootstrap import build_agent

        return build_agent(self._settings, confined=True)

    def answer(self, command: Command, arguments: dict[str, Any]) -> Outcome:
        """Answer a call.

        Args:
            command: what was called.
            arguments: what the client sent.

        Returns:
            The outcome; its status is ``failed`` when the call or something outside was wrong.
        """
        try:
            parsed = validate(command.arguments, Document(data=arguments), "arguments")
            self._agent.begin_run()
            return in_own_words(command.run(self._agent, parsed))
        except AgentError as error:
            return _failed(command, error)
        except Exception as error:
            build_log(self._settings).error("internal error", exc_info=error)
            return _failed(command, unexpected(error))


def _failed(command: Command, error: AgentError) -> Outcome:
    kept, left_out = bounded_notes(error.problems)
    content: dict[str, Any] = {"status": "failed", "problems": kept, "problems_left_out": left_out}
    if "failure" in command.outcome.model_fields:
        content["failure"] = error.failure
    return in_own_words(command.outcome(**content))
