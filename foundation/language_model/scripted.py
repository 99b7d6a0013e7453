"""A model that says what it was told to say."""

from collections.abc import Callable, Sequence

from pydantic import PrivateAttr

from foundation.language_model.chat_request import ChatRequest
from foundation.language_model.errors import ModelUnavailableError
from foundation.language_model.offline import OfflineChat
from foundation.model.conversation import Answer, ModelIdentity
from foundation.model.errors import Problem

#: Identity of answers that no model gave.
STAND_IN = ModelIdentity(provider="stand-in", model="scripted", base_url="stand-in:scripted")

#: The next answer: text, a whole answer, something to raise, or a function of the request.
Line = str | Answer | Exception | Callable[[ChatRequest], str | Answer]


class ScriptedChat(OfflineChat):
    """Gives the lines of a script in their order and keeps what it was asked.

    Args:
        script: what to answer, one line a call; a call after the last line fails.
        identity: the model that it plays.
    """

    _script: list[Line] = PrivateAttr()
    _asked: list[ChatRequest] = PrivateAttr(default_factory=list)

    def __init__(self, script: Sequence[Line], identity: ModelIdentity = STAND_IN) -> None:
        super().__init__(ai_model_id=identity.model, identity=identity)
        self._script = list(script)

    @property
    def asked(self) -> list[ChatRequest]:
        """Requests so far, in their order."""
        return self._asked

    def answer(self, request: ChatRequest) -> Answer:
        """Return the next line.

        Raises:
            ModelUnavailableError: the script is at its end.
            Exception: the line says so.
        """
        self._asked.append(request)
        if len(self._asked) > len(self._script):
            message = f"the script has only {len(self._script)} answers"
            problem = Problem(code="script-ended", message=message, remedy="Give the script one line more.")
            raise ModelUnavailableError(problem, "script-ended")
        line = self._script[len(self._asked) - 1]
        if isinstance(line, Exception):
            raise line
        given = line(request) if callable(line) else line
        return given if isinstance(given, Answer) else Answer(text=given)
