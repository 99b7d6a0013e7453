"""Between the kernel's messages and answers as plain data; nothing that matters is left to ``inner_content``."""

import json
import re
from collections.abc import Iterable
from functools import reduce
from typing import TYPE_CHECKING, Any, get_args

from semantic_kernel.contents import (
    ChatMessageContent,
    FunctionCallContent,
    StreamingChatMessageContent,
    StreamingTextContent,
    TextContent,
)
from semantic_kernel.contents.utils.author_role import AuthorRole
from semantic_kernel.contents.utils.finish_reason import FinishReason as KernelFinishReason

from foundation.model.conversation import Answer, FinishReason, TokenUsage, ToolCall
from foundation.stand_ins import package, standing_in

if TYPE_CHECKING:
    from semantic_kernel.connectors.ai.completion_usage import CompletionUsage

_HALF = re.compile("[\ud800-\udfff]")
_REASONS: dict[str, FinishReason] = {reason: reason for reason in get_args(FinishReason)}
_REFUSAL, _MODEL = "refusal", "answered_by"


def answer_of(message: ChatMessageContent) -> Answer:
    """Read a connector's message, or one that ``message_of`` made.

    The OpenAI connector gives a refusal as ordinary text with finish reason STOP; the truth is in its
    ``inner_content``, which does not survive serialisation.
    """
    inner: Any = message.inner_content
    refusal = message.metadata.get(_REFUSAL) or _inner_refusal(inner)
    return Answer(
        text="" if refusal else _whole(message.content),
        refusal=_whole(refusal) if refusal else None,
        finish_reason=_reason(message),
        tool_calls=[_tool_call(item) for item in message.items if isinstance(item, FunctionCallContent)],
        usage=_usage(message.metadata.get("usage")),
        model=message.metadata.get(_MODEL) or getattr(inner, "model", None),
        response_id=message.metadata.get("id"),
    )


def _reason(message: ChatMessageContent) -> FinishReason:
    """Only old endpoints say function_call; it means the same as tool_calls."""
    reason = message.finish_reason.value if message.finish_reason else "stop"
    return "tool_calls" if reason == "function_call" else _REASONS.get(reason, "stop")


def _whole(text: str) -> str:
    """Return text without halves of characters, which JSON can hold and no file can."""
    return _HALF.sub("\ufffd", text)


def _inner_refusal(inner: Any) -> str | None:
    choices = getattr(inner, "choices", None) or []
    return getattr(getattr(choices[0], "message", None), "refusal", None) if choices else None


def _tool_call(item: FunctionCallContent) -> ToolCall:
    arguments = item.arguments
    text = arguments if isinstance(arguments, str) else json.dumps(dict(arguments or {}), ensure_ascii=False)
    return ToolCall(id=item.id or "", name=item.name or "", arguments=_whole(text))


def _usage(usage: "CompletionUsage | None") -> TokenUsage | None:
    if usage is None or (usage.prompt_tokens is None and usage.completion_tokens is None):
        return None
    return TokenUsage(input_tokens=usage.prompt_tokens or 0, output_tokens=usage.completion_tokens or 0)


def message_of(answer: Answer, model: str) -> ChatMessageContent:
    """Return the message that a connector would have given for an answer."""
    items: list[Any] = [
        FunctionCallContent(id=call.id, name=call.name, arguments=call.arguments) for call in answer.tool_calls
    ]
    if answer.refusal or answer.text:
        items.append(TextContent(text=answer.refusal or answer.text))
    return ChatMessageContent(
        role=AuthorRole.ASSISTANT,
        items=items,
        ai_model_id=model,
        finish_reason=KernelFinishReason(answer.finish_reason),
        metadata=_metadata(answer),
    )


def streamed(answer: Answer, model: str) -> StreamingChatMessageContent:
    """Return an answer as the only piece of a stream."""
    whole = message_of(answer, model)
    items: list[Any] = [
        StreamingTextContent(choice_index=0, text=item.text) if isinstance(item, TextContent) else item
        for item in whole.items
    ]
    return StreamingChatMessageContent(
        role=AuthorRole.ASSISTANT,
        choice_index=0,
        items=items,
        ai_model_id=model,
        finish_reason=whole.finish_reason,
        metadata=whole.metadata,
    )


def joined(pieces: Iterable[StreamingChatMessageContent]) -> Answer:
    """Put the pieces of a stream together.

    The connector drops a refusal that comes in pieces; it is read from theirs.
    """
    kept = list(pieces)
    if not kept:
        return Answer()
    refusal = "".join(_refusal_piece(piece) for piece in kept)
    answer = answer_of(reduce(lambda left, right: left + right, kept))
    ended = [_reason(piece) for piece in kept if piece.finish_reason]
    usage = [usage for piece in kept if (usage := _usage(piece.metadata.get("usage"))) is not None]
    changes: dict[str, Any] = {
        "finish_reason": ended[-1] if ended else "stop",
        "usage": usage[-1] if usage else None,
        "model": answer.model or next((getattr(piece.inner_content, "model", None) for piece in kept), None),
    }
    if refusal:
        changes |= {"refusal": refusal, "text": ""}
    return answer.model_copy(update=changes)


def _refusal_piece(piece: StreamingChatMessageContent) -> str:
    choices = getattr(piece.inner_content, "choices", None) or []
    return getattr(getattr(choices[0], "delta", None), "refusal", None) or "" if choices else ""


def _metadata(answer: Answer) -> dict[str, Any]:
    known = {
        "usage": _kernel_usage(answer.usage) if answer.usage else None,
        "id": answer.response_id,
        _REFUSAL: answer.refusal,
        _MODEL: answer.model,
    }
    return {name: value for name, value in known.items() if value is not None}


def _kernel_usage(usage: TokenUsage) -> "CompletionUsage":
    # Imported here, without the rest of OpenAI's client: most answers have been counted, and few came from OpenAI.
    with standing_in(package("openai"), package("openai.types", asked_of="openai.types.completion_usage")):
        from semantic_kernel.connectors.ai.completion_usage import CompletionUsage

    return CompletionUsage(prompt_tokens=usage.input_tokens, completion_tokens=usage.output_tokens)
