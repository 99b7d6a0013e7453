"""A service that is guarded, kept within a budget, retried and traced."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, TypeVar

from semantic_kernel.connectors.ai.prompt_execution_settings import PromptExecutionSettings
from semantic_kernel.contents import ChatHistory, ChatMessageContent, StreamingChatMessageContent

from foundation.language_model.answers import answer_of, joined
from foundation.language_model.budget import Budget
from foundation.language_model.chat_request import ChatRequest
from foundation.language_model.errors import ModelUnavailableError
from foundation.language_model.failures import translated
from foundation.language_model.guard import CallGuard
from foundation.language_model.requests import request_of
from foundation.language_model.retry import CallRetry
from foundation.language_model.spans import chat_span, describe_answer
from foundation.language_model.wrapping import WrappingChat
from foundation.model.conversation import Answer, ModelIdentity

Result = TypeVar("Result")


class MeteredChat(WrappingChat):
    """Stands around a connector: each attempt passes the guard and the budget, and has a span of its own.

    Attributes:
        identity: the model behind it.
        priced_as: its name in the price table.
        guard: decides whether it may be called at all.
        budget: what the run may spend.
        retry: when a failed call is made again.
        deadline: seconds until an attempt is given up; the client's own time-out begins anew with each byte.
    """

    identity: ModelIdentity
    priced_as: str
    guard: CallGuard
    budget: Budget
    retry: CallRetry
    deadline: float

    async def _inner_get_chat_message_contents(
        self, chat_history: ChatHistory, settings: PromptExecutionSettings
    ) -> list[ChatMessageContent]:
        async def call() -> list[ChatMessageContent]:
            return await self.inner._inner_get_chat_message_contents(chat_history, settings)

        request = request_of(self.identity, chat_history, settings)
        return await self.retry.run(lambda: self._attempt(request, call, _only))

    async def _inner_get_streaming_chat_message_contents(
        self, chat_history: ChatHistory, settings: PromptExecutionSettings, function_invoke_attempt: int = 0
    ) -> AsyncGenerator[list[StreamingChatMessageContent], Any]:
        async def call() -> list[list[StreamingChatMessageContent]]:
            return [pieces async for pieces in self._stream_inside(chat_history, settings, function_invoke_attempt)]

        request = request_of(self.identity, chat_history, settings)
        # A stream that breaks off can only be repeated as long as nobody saw its beginning.
        for pieces in await self.retry.run(lambda: self._attempt(request, call, _joined)):
            yield pieces

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
                if error.kind == "timeout":
                    # Nobody knows what an answer costs that comes too late.
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
