"""Listening to a conversation: an examiner may ask a model again, and all of it counts."""

from collections.abc import Awaitable, Sequence

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

    async def _heard(self, messages: Sequence[Message], answering: Awaitable[Answer]) -> Answer:
        started = self._clock()
        answer = await answering
        self.seconds += self._clock() - started
        self.rounds.append(Round(messages=list(messages), answer=answer))
        return answer
