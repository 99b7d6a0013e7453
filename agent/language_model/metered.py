"""A service that is guarded, kept within a budget, retried and traced."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from semantic_kernel.connectors.ai.prompt_execution_settings import PromptExecutionSettings
from semantic_kernel.contents import ChatHistory, ChatMessageContent, StreamingChatMessageContent

from agent.language_model.answers import answer_of, joined
from agent.language_model.budget import Budget
from agent.language_model.failures import translated
from agent.language_model.guard import CallGuard
from agent.language_model.requests import ChatRequest, request_of
from agent.language_model.retry import RetryPolicy
from agent.language_model.spans import chat_span, describe_answer
from agent.language_model.wrapping import WrappingChat
from agent.model.conversation import Answer, ModelIdentity


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
    retry: RetryPolicy
    deadline: float

    async def _inner_get_chat_message_contents(
        self, chat_history: ChatHistory, settings: PromptExecutionSettings
    ) -> list[ChatMessageContent]:
        request = request_of(self.identity, chat_history, settings)

        async def attempt() -> list[ChatMessageContent]:
            self._admit(request)
            with chat_span(self.identity, request.settings) as span:
                with translated():
                    async with asyncio.timeout(self.deadline):
                        messages = await self.inner._inner_get_chat_message_contents(chat_history, settings)
                    answer = answer_of(messages[0]) if messages else Answer()
                describe_answer(span, answer, self._settle(request, answer))
            return messages

        return await self.retry.run(attempt)

    async def _inner_get_streaming_chat_message_contents(
        self, chat_history: ChatHistory, settings: PromptExecutionSettings, function_invoke_attempt: int = 0
    ) -> AsyncGenerator[list[StreamingChatMessageContent], Any]:
        request = request_of(self.identity, chat_history, settings)

        async def attempt() -> list[list[StreamingChatMessageContent]]:
            self._admit(request)
            with chat_span(self.identity, request.settings) as span:
                with translated():
                    stream = self._stream_inside(chat_history, settings, function_invoke_attempt)
                    async with asyncio.timeout(self.deadline):
                        pieces = [piece async for piece in stream]
                    answer = joined(piece[0] for piece in pieces if piece)
                describe_answer(span, answer, self._settle(request, answer))
            return pieces

        # A stream that breaks off can only be repeated as long as nobody saw its beginning.
        for pieces in await self.retry.run(attempt):
            yield pieces

    def _admit(self, request: ChatRequest) -> None:
        self.guard.require(self.identity.base_url)
        self.budget.reserve(self.priced_as, request.estimate)

    def _settle(self, request: ChatRequest, answer: Answer) -> float | None:
        # An endpoint that tells no usage is booked with what was expected, never with nothing.
        return self.budget.settle(self.priced_as, answer.usage or request.estimate)
