"""What an endpoint does not take: left out, or replaced, from the first refusal on.

Servers speak the same API in dialects: models that think first want ``max_completion_tokens``, others no temperature;
some know ``json_schema``, some ``json_object``, some neither; some take no functions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from foundation.language_model.errors import ModelRejectedError, ModelUnavailableError, Told
from foundation.language_model.parameters import FORM, LIMITS, OPTIONAL

#: Tokens for thinking, beside those of the answer, where the limit counts both.
ROOM_TO_THINK = 4096
#: Statuses of a request that is refused as it is; llama.cpp answers 500 and 501 where it does not know a parameter.
_REFUSED = frozenset({400, 422, 500, 501})
#: Codes that are about the conversation, whatever their text names.
_OF_THE_TEXT = frozenset({"content_filter", "context_length_exceeded"})
_FUNCTIONS = ("tool_choice", "tools")
_SCHEMA, _OBJECT = "json_schema", "json_object"
#: What servers say of a schema that they cannot make a grammar of: llama.cpp, vLLM.
_OF_FORM = rf"\b{_SCHEMA}\b|\b{_OBJECT}\b|\bJSON schema\b|\bgrammar\b"
#: A limit that is known and too high; another name for it would not help.
_TOO_LARGE = re.compile(r"\btoo large\b|\bat most \d")


@dataclass
class Habits:
    """What one endpoint has refused so far; whoever calls it shares this.

    Attributes:
        refused: names of parameters, and of forms of answers.
        streams: whether it gives answers in pieces only.
    """

    refused: set[str] = field(default_factory=set)
    streams: bool = False

    def changes(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """Return what has to be changed in the settings of a request; ``None`` leaves a setting out.

        Args:
            sent: the settings by their names in the API.
        """
        changes: dict[str, Any] = {name: None for name in OPTIONAL if name in sent and name in self.refused}
        if self.refused.intersection(_FUNCTIONS):
            changes |= dict.fromkeys((*_FUNCTIONS, "parallel_tool_calls"))
        return {**changes, **self._limit(sent), **self._form(sent)}

    def _limit(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        name = next((name for name in LIMITS if sent.get(name) is not None and name in self.refused), None)
        if name is None:
            return {}
        other = LIMITS[name]
        room = ROOM_TO_THINK if other == "max_completion_tokens" else 0
        return {name: None, **({} if other in self.refused else {other: sent[name] + room})}

    def _form(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        kind = (sent.get(FORM) or {}).get("type")
        if kind == _SCHEMA and _SCHEMA in self.refused:
            kind, changed = _OBJECT, {FORM: {"type": _OBJECT}}
        else:
            changed = {}
        return {FORM: None} if kind == _OBJECT and _OBJECT in self.refused else changed

    def learn(self, error: ModelRejectedError | ModelUnavailableError, sent: Mapping[str, Any]) -> str | None:
        """Take note of a refusal, and return it in words; ``None`` if it is about no parameter that was sent.

        Args:
            error: what came of the request.
            sent: its settings, as they were sent.
        """
        told = error.told
        if told is None or told.status not in _REFUSED or told.code in _OF_THE_TEXT or told.too_long:
            return None
        if not self.streams and told.streams_only:
            self.streams = True
            return "the endpoint gives no answer as a whole; answers are streamed from now on"
        names = [name for name in (FORM, *LIMITS, *_FUNCTIONS, *OPTIONAL) if sent.get(name) is not None]
        name = next((name for name in names if _names(told, name)), None)
        if name is None:
            return None
        what = str(sent[FORM].get("type")) if name == FORM else name
        self.refused.add(what)
        return f"the endpoint does not take {what}; it gets {self._instead(what, sent)} from now on"

    def _instead(self, what: str, sent: Mapping[str, Any]) -> str:
        changes = {name: value for name, value in self.changes(sent).items() if value is not None}
        if what in (_SCHEMA, _OBJECT):
            return str(changes[FORM]["type"]) if FORM in changes else "the form in the prompt's text alone"
        return next((name for name in changes if name == LIMITS.get(what)), "requests without it")


def _names(told: Told, name: str) -> bool:
    """Tell whether a refusal is about a parameter: by its own field for that, or in its text."""
    if name in LIMITS and _TOO_LARGE.search(told.text):
        return False
    if told.param and told.param.partition(".")[0] == name:
        return True
    words = rf"\b{name}\b|{_OF_FORM}" if name == FORM else rf"\b{name}\b"
    return re.search(words, told.text) is not None
