"""From a model's answer to a draft, or to findings that say why it is none."""

from typing import Any

from pydantic import ValidationError

from foundation.model.conversation import Answer
from foundation.model.drafts.draft import Draft
from foundation.model.findings import Finding
from foundation.source.json_text import parse_json
from foundation.source.tree import dotted
from plugins.llm_template_expander.findings import finding

#: The longest draft that the policy lets through is far shorter.
MAX_CHARACTERS = 65_536
#: More mistakes of one answer help nobody.
_MOST = 20
_ONE_OBJECT = "Answer with one JSON object in the form of the response schema, and nothing around it."


class _Twice(ValueError):
    """An object has a key twice, so that readers disagree on what it says."""


def read_draft(answer: Answer) -> tuple[Draft | None, list[Finding]]:
    """Read an answer strictly; nothing in it is repaired or guessed.

    Args:
        answer: what the model answered.

    Returns:
        The draft; ``None`` with findings if there is none.
    """
    refused = _no_answer(answer)
    if refused is not None:
        return None, [refused]
    try:
        data = parse_json(answer.text, _unique)
    except _Twice as error:
        return None, [finding("draft-key-twice", str(error), "Keep each key once.")]
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        return None, [finding("draft-not-json", f"the answer is no JSON: {reason}", _ONE_OBJECT)]
    try:
        return Draft.model_validate(data), []
    except ValidationError as error:
        return None, _shape(error)


def _no_answer(answer: Answer) -> Finding | None:
    if answer.refusal is not None:
        message = f"the model refused: {answer.refusal}"
        return finding("draft-refused", message, "Draft the component by hand, as a template of the catalog.")
    if answer.finish_reason == "content_filter":
        message = "the endpoint's content filter held the answer back"
        return finding("draft-filtered", message, "Look at the component's texts; something in them is filtered.")
    if answer.finish_reason == "length":
        message = "the answer is cut off at the limit of tokens"
        return finding("draft-truncated", message, "Answer with fewer objects and fields, or raise max_tokens.")
    if answer.tool_calls:
        return finding("draft-tool-call", "the model called functions instead of answering", _ONE_OBJECT)
    if len(answer.text) > MAX_CHARACTERS:
        message = f"the answer has {len(answer.text)} characters; the limit is {MAX_CHARACTERS}"
        return finding("draft-too-long", message, "Answer with fewer objects and fields.")
    return None if answer.text.strip() else finding("draft-empty", "the answer is empty", _ONE_OBJECT)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Twice(f"the answer has the key {twice!r} twice in one object")
    return found


def _shape(error: ValidationError) -> list[Finding]:
    """Say what does not fit the schema where; the values themselves are not repeated."""
    found: dict[str, Finding] = {}
    for detail in error.errors(include_url=False, include_input=False, include_context=False):
        path = dotted(tuple(part for part in detail["loc"] if part not in ("str", "int", "float", "bool")))
        message = f"{path or 'the answer'} does not fit the schema: {detail['msg']}"
        found.setdefault(path, finding("draft-shape", message, "Answer in the form of the response schema.", path))
    return list(found.values())[:_MOST]
