"""Listening to a conversation: an examiner may ask a model again, and all of it counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from semantic_kernel import Kernel
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior

from agent.evaluation.outcome import Round
from agent.evaluation.sources import Session
from foundation.language_model.model import LanguageModel
from foundation.model.conversation import Answer, Message


class Listener(LanguageModel):
    """Asks the model of a session, and keeps what was said.

    Args:
        session: the model for one case.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session.model.service, session.model.identity)
        self._clock = session.seconds
        #: Questions and answers so far, in their order.
        self.rounds: list[Round] = []
        #: Seconds that the model took for them.
        self.seconds = 0.0

    async def ask(
        self,
        messages: Sequence[Message],
        settings: Mapping[str, Any] | None = None,
        *,
        response: type[BaseModel] | None = None,
        kernel: Kernel | None = None,
        functions: FunctionChoiceBehavior | None = None,
    ) -> Answer:
        """Ask for an answer.

        Raises:
            AgentError: there is no answer.
        """
        started = self._clock()
        answer = await super().ask(messages, settings, response=response, kernel=kernel, functions=functions)
        self.seconds += self._clock() - started
        self.rounds.append(Round(messages=list(messages), answer=answer))
        return answer
