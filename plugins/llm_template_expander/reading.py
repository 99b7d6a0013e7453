"""From a model's answer to a draft, or to findings that say why it is none."""

from dataclasses import dataclass
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
_ONE_OBJECT = 'Answer with one JSON object that begins with {"cannot": null, "objects": [ and nothing around it.'
_ALONE = "Answer with that object alone: no fence, no comment, no text before or after it."
#: What belongs to the answer, to an object, and to a field.
_BELONGS = (
    "an answer has cannot and objects, nothing else",
    "an object has kind and spec, nothing else",
    "a field has path and value, nothing else",
)
_SHORTER = "Answer with fewer objects and fields; most objects have none."


@dataclass(frozen=True)
class Reading:
    """What an answer says.

    Attributes:
        draft: the draft, if the answer is one.
        findings: why it is none.
        inside: a draft that stands in the answer among other text. It is not taken, but it can be talked about.
    """

    draft: Draft | None
    findings: list[Finding]
    inside: Draft | None = None


class _Twice(ValueError):
    """An object has a key twice, so that readers disagree on what it says."""


def read_draft(answer: Answer) -> Reading:
    """Read an answer strictly; nothing in it is repaired or guessed.

    Args:
        answer: what the model answered.
    """
    refused = _no_answer(answer)
    if refused is not None:
        return Reading(None, [refused])
    return _read(answer.text) or _not_json(answer.text)


def _read(text: str) -> Reading | None:
    """Read a text; ``None`` if it is no JSON."""
    try:
        data = parse_json(text, _unique)
    except _Twice as error:
        return Reading(None, [finding("draft-key-twice", str(error), "Keep each key once.")])
    except (ValueError, RecursionError):
        return None
    try:
        return Reading(Draft.model_validate(data), [])
    except ValidationError as error:
        return Reading(None, _shape(error))


def _not_json(text: str) -> Reading:
    """Say why a text is no JSON, and what is wrong with the object in it, if there is one."""
    inner = text[text.find("{") : text.rfind("}") + 1]
    found = _read(inner) if inner and inner != text else None
    if found is not None:
        message = "the answer is no JSON: there is text around the object"
        return Reading(None, [finding("draft-not-json", message, _ALONE), *found.findings], inside=found.draft)
    return Reading(None, [finding("draft-not-json", f"the answer is no JSON: {_why(text)}", _ONE_OBJECT)])


def _why(text: str) -> str:
    try:
        parse_json(text)
    except RecursionError:
        return "it is nested too deep"
    except ValueError as error:
        return str(error)
    return "it cannot be read"


def _no_answer(answer: Answer) -> Finding | None:
    if answer.refusal is not None:
        message = f"the model refused: {answer.refusal}"
        return finding("draft-refused", message, "Draft the component by hand, as a template of the catalog.")
    if answer.finish_reason == "content_filter":
        message = "the endpoint's content filter held the answer back"
        return finding("draft-filtered", message, "Look at the component's texts; something in them is filtered.")
    if answer.finish_reason == "length":
        message = "the answer is cut off at the limit of tokens"
        return finding("draft-truncated", message, _SHORTER)
    if answer.tool_calls:
        return finding("draft-tool-call", "the model called functions instead of answering", _ONE_OBJECT)
    if len(answer.text) > MAX_CHARACTERS:
        message = f"the answer has {len(answer.text)} characters; the limit is {MAX_CHARACTERS}"
        return finding("draft-too-long", message, _SHORTER)
    return None if answer.text.strip() else finding("draft-empty", "the answer is empty", _ONE_OBJECT)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Twice(f"the answer has the key {twice!r} twice in one object")
    return found


def _shape(error: ValidationError) -> list[Finding]:
    """Say what does not fit the form where; the values themselves are not repeated."""
    found: dict[str, Finding] = {}
    for detail in error.errors(include_url=False, include_input=False, include_context=False):
        path = dotted(tuple(part for part in detail["loc"] if part not in ("str", "int", "float", "bool")))
        message = f"{path or 'the answer'} does not fit the form: {detail['msg']}"
        found.setdefault(path, finding("draft-shape", message, _form_of(detail["loc"], detail["type"]), path))
    return list(found.values())[:_MOST]


def _form_of(place: tuple[int | str, ...], kind: str) -> str:
    """Say which form belongs to a place in a draft."""
    names = [part for part in place if isinstance(part, str)]
    if kind == "extra_forbidden":
        depth = sum(isinstance(part, int) for part in place)
        return f"Leave it out: {_BELONGS[min(depth, 2)]}."
    if "value" in names:
        return "A value is one number, text, true or false; of a list or a mapping, give each entry as a field."
    if "spec" in names:
        return 'Write [] or a list of {"path": "...", "value": ...}.'
    if names[:1] == ["objects"]:
        return 'Write a list of {"kind": "...", "spec": []}.'
    return "Write null, or why it cannot be." if names[:1] == ["cannot"] else _ONE_OBJECT
