"""The values of a prompt's variables: everything a caller gives is checked, then text."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foundation.model.errors import Problem
from foundation.model.names import did_you_mean
from foundation.model.prompts import PromptVariable
from foundation.secrets.find import find_secret
from foundation.secrets.walk import literal_secrets
from foundation.source.emit import to_yaml
from foundation.source.tree import shown

#: A prompt is text for a model, not a store; the longest bundle is far shorter.
MAX_CHARACTERS = 400_000
#: Control characters, and what is invisible or turns the order of text around: nothing that people can review.
_INVISIBLE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_TAG = re.compile("[\U000e0000-\U000e007f]")


def hidden_character(text: str) -> str | None:
    """Return the first character of a text that a reader cannot see, if there is one."""
    found = _INVISIBLE.search(text) or _TAG.search(text)
    return found[0] if found else None


def as_text(value: Any) -> str:
    """Return a value as text; mappings and lists become YAML blocks."""
    if isinstance(value, str):
        return value
    return to_yaml(value).removesuffix("...\n").rstrip("\n")


def complete(variables: Sequence[PromptVariable], given: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of every variable: the given value, else the default."""
    texts = {variable.name: variable.default or "" for variable in variables if not variable.is_required}
    known = {variable.name for variable in variables}
    return texts | {name: as_text(value) for name, value in given.items() if name in known and value is not None}


def value_problems(
    variables: Sequence[PromptVariable], given: Mapping[str, Any], file: str, *, within: str = ""
) -> Iterator[Problem]:
    """Yield every mistake in a caller's values.

    Args:
        variables: what the prompt declares.
        given: values by name.
        file: where the values stand, for messages.
        within: path of the values inside it.
    """
    declared = {variable.name: variable for variable in variables}
    for name in given:
        if name not in declared:
            remedy = did_you_mean(name, declared, f"The prompt takes: {', '.join(sorted(declared)) or 'none'}.")
            yield _problem(
                "prompt-value-unknown", f"the prompt has no variable {shown(name)}", remedy, file, within, name
            )
    for name, variable in declared.items():
        if given.get(name) is None:
            if variable.is_required:
                message, remedy = f"the variable {name} has no value", f"Give {name}: {variable.description}"
                yield _problem("prompt-value-missing", message, remedy, file, within, name)
            continue
        yield from _text_problems(variable, given[name], file, within)


def _text_problems(variable: PromptVariable, value: Any, file: str, within: str) -> Iterator[Problem]:
    name, text = variable.name, as_text(value)
    if len(text) > MAX_CHARACTERS:
        message = f"the value of {name} has {len(text)} characters; the limit is {MAX_CHARACTERS}"
        yield _problem("prompt-value-too-long", message, "Give less.", file, within, name)
    hidden = hidden_character(text)
    if hidden:
        message = f"the value of {name} holds the invisible character U+{ord(hidden):04X}"
        yield _problem("prompt-value-invisible", message, "Remove the character.", file, within, name)
    kind = find_secret(name, text) or next((kind for _, kind in literal_secrets({name: _data(value)})), None)
    if kind is not None:
        message = f"the value of {name} holds {kind.value}, which no model and no recording may see"
        yield _problem("prompt-value-secret", message, "Refer to a Secret instead.", file, within, name)
    if "\n" in text and not variable.block:
        message = f"the value of {name} has several lines, so that it could pose as another line of the prompt"
        yield _problem("prompt-value-lines", message, "Give one line.", file, within, name)


def _data(value: Any) -> Any:
    """Return what a value is as data: only there does a password stand beside the name of its field or option."""
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _problem(code: str, message: str, remedy: str, file: str, within: str, name: str) -> Problem:
    path = f"{within}.{shown(name)}" if within else shown(name)
    return Problem(code=code, message=message, remedy=remedy, file=file, path=path)
