"""A request as plain data: what is sent, whichever connector sends it."""

import json
from typing import Any

from foundation.model.base import FrozenModel
from foundation.model.conversation import TokenUsage

#: English text and JSON have about four bytes a token; three errs on the safe side.
_BYTES_PER_TOKEN = 3


class ChatRequest(FrozenModel):
    """Everything that decides an answer.

    Attributes:
        model: name of the model.
        base_url: address of the endpoint.
        messages: the conversation in the API's form.
        settings: settings by their names in the API.
        tools: functions offered.
        tool_choice: whether they may or must be called.
    """

    model: str
    base_url: str
    messages: list[dict[str, Any]]
    settings: dict[str, Any] = {}
    tools: list[dict[str, Any]] = []
    tool_choice: str | None = None

    @property
    def estimate(self) -> TokenUsage:
        """Return the tokens that the call may take: those of the request, and the most that it lets be answered."""
        sent = json.dumps([self.messages, self.tools, self.settings.get("response_format")], ensure_ascii=False)
        limit = self.settings.get("max_completion_tokens") or self.settings.get("max_tokens") or 0
        size = len(sent.encode("utf-8", "surrogatepass"))
        return TokenUsage(input_tokens=-(-size // _BYTES_PER_TOKEN), output_tokens=limit)
