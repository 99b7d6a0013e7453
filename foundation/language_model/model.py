"""A language model, as the rest of the agent sees it: a conversation goes in, an answer comes out."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from semantic_kernel import Kernel
from semantic_kernel.connectors.ai.chat_completion_client_base import ChatCompletionClientBase
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior
from semantic_kernel.connectors.ai.prompt_execution_settings import PromptExecutionSettings
from semantic_kernel.contents import ChatHistory
from semantic_kernel.contents.utils.author_role import AuthorRole

from foundation.language_model.answers import answer_of
from foundation.language_model.response_schema import ResponseForm, response_format
from foundation.model.conversation import Answer, Message, ModelIdentity


class LanguageModel:
    """Asks one model.

    Args:
        service: the chat service: a metered connector, a script, or recordings.
        identity: which model it is.
    """

    def __init__(self, service: ChatCompletionClientBase, identity: ModelIdentity) -> None:
        self.service = service
        self.identity = identity

    async def ask(
        self,
        messages: Sequence[Message],
        settings: Mapping[str, Any] | None = None,
        *,
        response: type[BaseModel] | ResponseForm | None = None,
        kernel: Kernel | None = None,
        functions: FunctionChoiceBehavior | None = None,
    ) -> Answer:
        """Ask for an answer.

        Args:
            messages: the conversation; each message is passed on as one, whatever its text looks like.
            settings: settings by their names in the API, such as ``temperature``.
            response: form that the answer's text shall have, or the ``response_format`` that asks for it; the text may
                not have it all the same.
            kernel: holds the functions that the model may call.
            functions: which of them, and whether the kernel calls them at once.

        Raises:
            AgentError: there is no answer.
        """
        wanted = dict(settings or {})
        if response is not None:
            wanted["response_format"] = response if isinstance(response, dict) else response_format(response)
        execution = PromptExecutionSettings(extension_data=wanted, function_choice_behavior=functions)
        tools = {} if functions is None else {"kernel": kernel}
        return await self._heard(messages, self._answered(messages, execution, tools))

    async def _answered(
        self, messages: Sequence[Message], execution: PromptExecutionSettings, tools: Mapping[str, Any]
    ) -> Answer:
        found = await self.service.get_chat_message_contents(chat_history(messages), execution, **tools)
        return answer_of(found[0]) if found else Answer()

    async def _heard(self, messages: Sequence[Message], answering: Awaitable[Answer]) -> Answer:
        """Wait for an answer; who listens to a conversation does it here.

        Args:
            messages: what is asked.
            answering: asks it when it is awaited.
        """
        return await answering


def chat_history(messages: Sequence[Message]) -> ChatHistory:
    """Return a chat history of exactly these messages.

    The kernel would make one by reading rendered text as XML, which cuts or merges what looks like tags.
    """
    history = ChatHistory()
    for message in messages:
        history.add_message({"role": AuthorRole(message.role), "content": message.text})
    return history
