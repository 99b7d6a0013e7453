"""A service that is guarded, kept within a budget, retried and traced."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from pydantic import Field
from semantic_kernel.connectors.ai.prompt_execution_settings import PromptExecutionSettings
from semantic_kernel.contents import ChatHistory, ChatMessageContent, StreamingChatMessageContent

from foundation.language_model.answers import answer_of, joined, message_of
from foundation.language_model.budget import Budget
from foundation.language_model.chat_request import ChatRequest
from foundation.language_model.errors import ModelRejectedError, ModelUnavailableError
from foundation.language_model.failures import translated
from foundation.language_model.guard import CallGuard
from foundation.language_model.habits import Habits
from foundation.language_model.requests import request_of
from foundation.language_model.retry import CallRetry
from foundation.language_model.spans import chat_span, describe_answer
from foundation.language_model.wrapping import WrappingChat
from foundation.model.conversation import Answer, ModelIdentity

Result = TypeVar("Result")


def _say_nothing(_text: str) -> None:
    """Nobody listens."""


class _Refused(Exception):
    """The endpoint refused a parameter, and will not get it again."""

    def __init__(self, lesson: str) -> None:
        super().__init__(lesson)
        self.lesson = lesson


class MeteredChat(WrappingChat):
    """Stands around a connector: each attempt passes the guard and the budget, and has a span of its own.

    Attributes:
        identity: the model behind it.
        priced_as: its name in the price table.
        guard: decides whether it may be called at all.
        budget: what the run may spend.
        retry: when a failed call is made again.
        deadline: seconds until an attempt is given up; the client's own time-out begins anew with each byte.
        habits: what the endpoint has refused so far.
        say: tells people that something was left out.
    """

    identity: ModelIdentity
    priced_as: str
    guard: CallGuard
    budget: Budget
    retry: CallRetry
    deadline: float
    habits: Habits = Field(default_factory=Habits)
    say: Callable[[str], object] = _say_nothing

    async def _inner_get_chat_message_contents(
        self, chat_history: ChatHistory, settings: PromptExecutionSettings
    ) -> list[ChatMessageContent]:
        async def call(fitted: PromptExecutionSettings) -> list[ChatMessageContent]:
            if self.habits.streams:
                pieces = [pieces async for pieces in self._stream_inside(chat_history, fitted, 0)]
                return [message_of(_joined(pieces), self.identity.model)]
            return await self.inner._inner_get_chat_message_contents(chat_history, fitted)

        return await self._fitted(chat_history, settings, call, _only)

    async def _inner_get_streaming_chat_message_contents(
        self, chat_history: ChatHistory, settings: PromptExecutionSettings, function_invoke_attempt: int = 0
    ) -> AsyncGenerator[list[StreamingChatMessageContent], Any]:
        async def call(fitted: PromptExecutionSettings) -> list[list[StreamingChatMessageContent]]:
            return [pieces async for pieces in self._stream_inside(chat_history, fitted, function_invoke_attempt)]

        # A stream that breaks off can only be repeated as long as nobody saw its beginning.
        for pieces in await self._fitted(chat_history, settings, call, _joined):
            yield pieces

    async def _fitted(
        self,
        history: ChatHistory,
        settings: PromptExecutionSettings,
        call: Callable[[PromptExecutionSettings], Awaitable[Result]],
        read: Callable[[Result], Answer],
    ) -> Result:
        """Call with the settings that the endpoint takes; each refusal of a parameter is learnt from once."""
        while True:
            changes = self.habits.changes(settings.prepare_settings_dict())
            fitted = settings.model_copy(update=changes) if changes else settings
            try:
                return await self._retried(request_of(self.identity, history, fitted), partial(call, fitted), read)
            except _Refused as refused:
                self.say(refused.lesson)

    async def _retried(
        self, request: ChatRequest, call: Callable[[], Awaitable[Result]], read: Callable[[Result], Answer]
    ) -> Result:
        async def attempt() -> Result:
            try:
                return await self._attempt(request, call, read)
            except (ModelRejectedError, ModelUnavailableError) as error:
                sent = {**request.settings, "tools": request.tools or None, "tool_choice": request.tool_choice}
                lesson = self.habits.learn(error, sent)
                if lesson is None:
                    raise
                raise _Refused(f"{self.identity.model}: {lesson}") from error

        return await self.retry.run(attempt)

    async def _attempt(
        self, request: ChatRequest, call: Callable[[], Awaitable[Result]], read: Callable[[Result], Answer]
    ) -> Result:
        """Make one call, if the guard and the budget let it through."""
        self.guard.require(self.identity.base_url)
        self.budget.reserve(self.priced_as, request.estimate)
        with chat_span(self.identity, request.settings) as span:
            try:
                with translated():
                    async with asyncio.timeout(self.deadline):
                        result = await call()
                    answer = read(result)
            except ModelUnavailableError as error:
                if error.told is None and error.kind != "connection":
                    # Nobody knows what an answer costs that comes too late, or that cannot be read.
                    self.budget.settle(self.priced_as, request.estimate)
                raise
            except asyncio.CancelledError:
                # Whoever asked waits no longer; the endpoint counts what it has begun.
                self.budget.settle(self.priced_as, request.estimate)
                raise
            # An endpoint that tells no usage is booked with what was expected, never with nothing.
            cost = self.budget.settle(self.priced_as, answer.usage or request.estimate)
            describe_answer(span, answer, cost)
        return result


def _only(messages: list[ChatMessageContent]) -> Answer:
    return answer_of(messages[0]) if messages else Answer()


def _joined(pieces: list[list[StreamingChatMessageContent]]) -> Answer:
    return joined(piece[0] for piece in pieces if piece)
