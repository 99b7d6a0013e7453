"""From the kernel's history and settings to a request as plain data."""

from typing import Any

from semantic_kernel.connectors.ai.prompt_execution_settings import PromptExecutionSettings
from semantic_kernel.contents import ChatHistory

from foundation.language_model.chat_request import ChatRequest
from foundation.language_model.parameters import SETTINGS
from foundation.model.conversation import ModelIdentity


class ChatSettings(PromptExecutionSettings):
    """Settings of a chat completion that belong to no connector, so that none need be imported."""

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    seed: int | None = None
    stop: list[str] | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    reasoning_effort: str | None = None
    parallel_tool_calls: bool | None = None
    response_format: dict[str, Any] | None = None
    tools: list[dict[str, Any]] | None = None
    tool_choice: str | None = None


def request_of(identity: ModelIdentity, history: ChatHistory, settings: PromptExecutionSettings) -> ChatRequest:
    """Describe the request that a chat history and its settings make."""
    sent = settings.prepare_settings_dict()
    choice = sent.get("tool_choice")
    return ChatRequest(
        model=identity.model,
        base_url=identity.base_url,
        messages=[message.to_dict(role_key="role", content_key="content") for message in history.messages],
        settings={name: sent[name] for name in SETTINGS if sent.get(name) is not None},
        tools=sent.get("tools") or [],
        tool_choice=None if choice is None else str(getattr(choice, "value", choice)),
    )
