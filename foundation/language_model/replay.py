"""Recording below the kernel, and answering from recordings alone."""

import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from typing import Any, Literal, NoReturn

from pydantic import PrivateAttr
from semantic_kernel.connectors.ai.chat_completion_client_base import ChatCompletionClientBase
from semantic_kernel.connectors.ai.prompt_execution_settings import PromptExecutionSettings
from semantic_kernel.contents import ChatHistory, ChatMessageContent, StreamingChatMessageContent

from foundation.language_model.answers import answer_of, message_of, streamed
from foundation.language_model.chat_request import ChatRequest
from foundation.language_model.difference import differences, likeness
from foundation.language_model.errors import RecordingError, RecordingStaleError
from foundation.language_model.offline import OfflineChat
from foundation.language_model.recording import RecordedRequest, Recording, Subject, Take, recorded
from foundation.language_model.requests import request_of
from foundation.language_model.store import RecordingStore
from foundation.language_model.wrapping import WrappingChat
from foundation.model.conversation import Answer, ModelIdentity
from foundation.model.errors import Problem


class ReplayChat(OfflineChat):
    """Answers from recordings; what has none fails and shows the nearest one's difference.

    Args:
        store: the recordings.
        identity: the model whose answers are replayed.
        subject: what the requests are made for.
    """

    _store: RecordingStore = PrivateAttr()
    _subject: Subject = PrivateAttr()
    _asked: Counter[str] = PrivateAttr(default_factory=Counter)
    _seconds: float = PrivateAttr(default=0.0)

    def __init__(self, store: RecordingStore, identity: ModelIdentity, subject: Subject) -> None:
        super().__init__(ai_model_id=identity.model, identity=identity)
        self._store, self._subject = store, subject

    @property
    def seconds(self) -> float:
        """Time that the model took when the answers given so far were recorded."""
        return self._seconds

    def answer(self, request: ChatRequest) -> Answer:
        """Return the recorded answer; a request that is repeated gets the next take, after the last the first.

        Raises:
            RecordingStaleError: the case was recorded, but with another request.
            RecordingError: there is no recording of the case.
        """
        wanted = recorded(request)
        recording = self._store.find(wanted)
        if recording is None:
            self._miss(wanted)
        take = recording.takes[self._asked[wanted.key] % len(recording.takes)]
        self._asked[wanted.key] += 1
        self._seconds += take.seconds
        return take.answer

    def _miss(self, wanted: RecordedRequest) -> NoReturn:
        subject = self._subject
        about = [known for known in self._store.all() if known.subject.prompt == subject.prompt]
        same = [known for known in about if known.subject == subject and known.request.model == wanted.model]
        nearest = max(same or about, key=lambda known: likeness(known.request, wanted), default=None)
        place = f"{subject.prompt} v{subject.version}, case {subject.case}, model {wanted.model}"
        if nearest is None:
            raise RecordingError(_no_recording("recording-missing", f"{place}: nothing was recorded yet", []))
        lines = differences(nearest.request, wanted)
        if same:
            message = f"{place}: stale, the request is no longer the recorded one"
            raise RecordingStaleError(_no_recording("recording-stale", message, lines))
        other = f"case {nearest.subject.case} with v{nearest.subject.version} and {nearest.request.model}"
        message = f"{place}: there is no recording; the nearest is of {other}"
        raise RecordingError(_no_recording("recording-missing", message, lines))


def _no_recording(code: str, message: str, lines: list[str]) -> Problem:
    remedy = "Record it with `infra-engineer prompts record`, or ask the model in a live evaluation."
    return Problem(code=code, message="\n  ".join([message, *lines]), remedy=remedy)


class RecordingChat(WrappingChat):
    """Stands around a service and keeps what it answers.

    Attributes:
        identity: the model behind it.
        store: where recordings go.
        subject: what the requests are made for.
        made_by: ``stand-in`` if no model answers.
        note: what a reader of the recordings should know.
        mode: whether requests that have a recording are made again.
        clock: returns seconds.
    """

    identity: ModelIdentity
    store: RecordingStore
    subject: Subject
    made_by: Literal["model", "stand-in"] = "model"
    note: str | None = None
    mode: Literal["missing", "rewrite"] = "missing"
    clock: Callable[[], float] = time.perf_counter
    _given: Counter[str] = PrivateAttr(default_factory=Counter)

    def __init__(self, inner: ChatCompletionClientBase, identity: ModelIdentity, **fields: Any) -> None:
        super().__init__(ai_model_id=identity.model, inner=inner, identity=identity, **fields)

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the requests that came through."""
        return frozenset(self._given)

    async def _inner_get_chat_message_contents(
        self, chat_history: ChatHistory, settings: PromptExecutionSettings
    ) -> list[ChatMessageContent]:
        return [message_of(await self._answer(chat_history, settings), self.ai_model_id)]

    async def _inner_get_streaming_chat_message_contents(
        self, chat_history: ChatHistory, settings: PromptExecutionSettings, function_invoke_attempt: int = 0
    ) -> AsyncGenerator[list[StreamingChatMessageContent], Any]:
        yield [streamed(await self._answer(chat_history, settings), self.ai_model_id)]

    async def _answer(self, history: ChatHistory, settings: PromptExecutionSettings) -> Answer:
        """Give the answer as a replay will give it, so that both runs see the same."""
        request = recorded(request_of(self.identity, history, settings))
        number = self._given[request.key]
        self._given[request.key] += 1
        known = self.store.find(request)
        kept = list(known.takes) if known and (self.mode == "missing" or number > 0) else []
        if number < len(kept):
            return kept[number].answer
        started = self.clock()
        messages = await self.inner._inner_get_chat_message_contents(history, settings)
        answer = answer_of(messages[0]) if messages else Answer()
        take = Take(answer=answer, seconds=round(self.clock() - started, 3))
        self._keep(request, [*kept, take])
        return answer

    def _keep(self, request: RecordedRequest, takes: list[Take]) -> None:
        recording = Recording(
            made_by=self.made_by,
            note=self.note,
            provider=self.identity.provider,
            subject=self.subject,
            request=request,
            takes=takes,
        )
        self.store.save(recording)
