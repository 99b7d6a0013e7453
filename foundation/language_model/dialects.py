"""Connectors that read what servers answer who speak the API in a dialect; loaded only where one is called.

The client library hands on whatever came, and the kernel takes it by its word: an unknown reason for the end, parts
instead of a text, or an error with status 200 would each make an answer that nobody can read.
"""

from typing import Any, get_args

from openai.types.chat import ChatCompletion
from semantic_kernel.connectors.ai.open_ai import AzureChatCompletion, OpenAIChatCompletion
from semantic_kernel.connectors.ai.open_ai.services.open_ai_handler import OpenAIHandler

from foundation.language_model.failures import status_failure
from foundation.model.conversation import FinishReason

#: What gateways answer whose own model failed, if they tell no status.
_BAD_GATEWAY = 502
_STATUSES = range(400, 600)
#: More than any model can look at.
_MOST_TOKENS = 10**9
_REASONS = frozenset({*get_args(FinishReason), "function_call"})
#: Other servers' words for an answer that was cut; whatever else ends one counts as its end.
_CUT = frozenset({"max_tokens", "MAX_TOKENS", "model_length"})


class _Reading(OpenAIHandler):
    """What connectors do with an answer, whichever service it is of."""

    def store_usage(self, response: Any) -> None:
        """Count the tokens of an answer, and make it readable before: nothing else looks at it first."""
        make_readable(response)
        super().store_usage(response)


class OpenAIChat(_Reading, OpenAIChatCompletion):
    """A connector to OpenAI, and to whatever speaks its API."""

    # Its options are not its fields, as type checkers would have it: those are what it makes of them.
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)


class AzureChat(_Reading, AzureChatCompletion):
    """A connector to Azure OpenAI, behind which there are other models too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)


def make_readable(response: Any) -> None:
    """Bring a whole answer into the form that the API's description gives it; pieces of a stream stay as they are.

    Args:
        response: what the client library made of the answer.

    Raises:
        ModelUnavailableError: it is an error that may pass.
        ModelRejectedError: it is an error that stays.
    """
    if not isinstance(response, ChatCompletion):
        return
    error = (response.model_extra or {}).get("error")
    if error and not response.choices:
        code: Any = error.get("code") if isinstance(error, dict) else None
        raise status_failure(code if code in _STATUSES else _BAD_GATEWAY, {"error": error}, {})
    if not _countable(response.usage):
        response.usage = None
    for choice in response.choices:
        choice.message.role = "assistant"
        choice.message.content = _text(choice.message.content)
        if choice.finish_reason not in _REASONS:
            choice.finish_reason = "length" if choice.finish_reason in _CUT else "stop"


def _text(content: Any) -> Any:
    """Return the text of content in parts; thoughts and whatever else stands among them are no part of the answer."""
    if not isinstance(content, list):
        return content
    parts = [part.get("text") for part in content if isinstance(part, dict) and part.get("type") == "text"]
    return "".join(part for part in parts if isinstance(part, str))


def _countable(usage: Any) -> bool:
    """Tell whether both numbers of tokens can be numbers of tokens; what cannot is booked as expected."""
    counts = (getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens"))
    return all(isinstance(count, int) and 0 <= count < _MOST_TOKENS for count in counts)
