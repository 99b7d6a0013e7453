"""The base of services that answer without any connection."""

from abc import abstractmethod
from collections.abc import AsyncGenerator, Callable
from typing import Any, ClassVar

from semantic_kernel.connectors.ai.chat_completion_client_base import ChatCompletionClientBase
from semantic_kernel.connectors.ai.function_call_choice_configuration import FunctionCallChoiceConfiguration
from semantic_kernel.connectors.ai.function_calling_utils import update_settings_from_function_call_configuration
from semantic_kernel.connectors.ai.function_choice_type import FunctionChoiceType
from semantic_kernel.connectors.ai.prompt_execution_settings import PromptExecutionSettings
from semantic_kernel.contents import ChatHistory, ChatMessageContent, StreamingChatMessageContent

from foundation.language_model.answers import message_of, streamed
from foundation.language_model.chat_request import ChatRequest
from foundation.language_model.requests import ChatSettings, request_of
from foundation.model.conversation import Answer, ModelIdentity


class OfflineChat(ChatCompletionClientBase):
    """Answers each request from what it was given beforehand.

    Attributes:
        identity: the model that it stands for.
    """

    SUPPORTS_FUNCTION_CALLING: ClassVar[bool] = True
    identity: ModelIdentity

    @abstractmethod
    def answer(self, request: ChatRequest) -> Answer:
        """Return the answer to a request."""

    def get_prompt_execution_settings_class(self) -> type[PromptExecutionSettings]:
        """Return settings that no connector has to be imported for."""
        return ChatSettings

    def service_url(self) -> str:
        """Return the address of the endpoint that it stands for."""
        return self.identity.base_url

    def _update_function_choice_settings_callback(
        self,
    ) -> Callable[[FunctionCallChoiceConfiguration, PromptExecutionSettings, FunctionChoiceType], None]:
        return update_settings_from_function_call_configuration

    def _reset_function_choice_settings(self, settings: PromptExecutionSettings) -> None:
        if isinstance(settings, ChatSettings):
            settings.tools, settings.tool_choice = None, None

    async def _inner_get_chat_message_contents(
        self, chat_history: ChatHistory, settings: PromptExecutionSettings
    ) -> list[ChatMessageContent]:
        answer = self.answer(request_of(self.identity, chat_history, settings))
        return [message_of(answer, self.ai_model_id)]

    async def _inner_get_streaming_chat_message_contents(
        self, chat_history: ChatHistory, settings: PromptExecutionSettings, function_invoke_attempt: int = 0
    ) -> AsyncGenerator[list[StreamingChatMessageContent], Any]:
        answer = self.answer(request_of(self.identity, chat_history, settings))
        yield [streamed(answer, self.ai_model_id)]
