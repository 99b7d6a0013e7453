"""The base of services that stand around another one."""

from collections.abc import AsyncGenerator, Callable
from typing import Any, ClassVar

from semantic_kernel.connectors.ai.chat_completion_client_base import ChatCompletionClientBase
from semantic_kernel.connectors.ai.function_call_choice_configuration import FunctionCallChoiceConfiguration
from semantic_kernel.connectors.ai.function_choice_type import FunctionChoiceType
from semantic_kernel.connectors.ai.prompt_execution_settings import PromptExecutionSettings
from semantic_kernel.contents import ChatHistory, StreamingChatMessageContent


class WrappingChat(ChatCompletionClientBase):
    """Leaves everything about settings and tools to the service inside.

    Attributes:
        inner: the service that is wrapped.
    """

    SUPPORTS_FUNCTION_CALLING: ClassVar[bool] = True
    inner: ChatCompletionClientBase

    def get_prompt_execution_settings_class(self) -> type[PromptExecutionSettings]:
        """Return the settings of the service inside."""
        return self.inner.get_prompt_execution_settings_class()

    def service_url(self) -> str | None:
        """Return the address of the service inside."""
        return self.inner.service_url()

    def _verify_function_choice_settings(self, settings: PromptExecutionSettings) -> None:
        self.inner._verify_function_choice_settings(settings)

    def _update_function_choice_settings_callback(
        self,
    ) -> Callable[[FunctionCallChoiceConfiguration, PromptExecutionSettings, FunctionChoiceType], None]:
        return self.inner._update_function_choice_settings_callback()

    def _reset_function_choice_settings(self, settings: PromptExecutionSettings) -> None:
        self.inner._reset_function_choice_settings(settings)

    def _stream_inside(
        self, history: ChatHistory, settings: PromptExecutionSettings, attempt: int
    ) -> AsyncGenerator[list[StreamingChatMessageContent], Any]:
        return self.inner._inner_get_streaming_chat_message_contents(history, settings, attempt)
