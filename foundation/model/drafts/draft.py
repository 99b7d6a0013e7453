"""The draft: kinds with fields of their specs, in a form that strict structured output takes.

What a model is told of each class stands there as data: docstrings are gone where Python is run with -OO. There are no
open maps and no nested objects in it. A field is a path and one plain value, so that each can be
allowed, refused, reviewed and compared by itself.
"""

import re

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest

#: What stands for null where a reason is asked for, and has more than a word.
_DENIALS = frozenset({"n/a", "not applicable", "not needed", "no reason"})
_WORD = re.compile("[a-z]{2,}")
#: A reason has a subject and a verb.
_FEWEST_WORDS = 2


class DraftField(FrozenModel, json_schema_extra={"description": "One field of an object's spec."}):
    """One field of an object's spec."""

    path: str = Field(description="Path below spec, as in strategy.type or volumes[0].name.")
    value: str | int | float | bool = Field(description="Plain value.")


class DraftObject(
    FrozenModel,
    json_schema_extra={
        "description": "One object; its name, namespace, labels and everything else that the input gives are filled in."
    },
):
    """One object; its name, namespace, labels and everything else that the input gives are filled in."""

    kind: str = Field(description="Kind, such as Deployment.")
    spec: list[DraftField] = Field(description="Fields of its spec; usually none, since the rest is filled in.")


class Draft(FrozenModel, json_schema_extra={"description": "What a model drafts for a component."}):
    """What a model drafts for a component."""

    cannot: str | None = Field(
        default=None,
        description="Null in nearly all cases; else why no allowed workload can run the component, and no objects.",
    )
    objects: list[DraftObject] = Field(description="Objects that the component needs; exactly one is its workload.")

    @property
    def gives_no_reason(self) -> bool:
        """Tell whether ``cannot`` holds no reason: nothing, or beside objects a denial or what is no sentence."""
        if self.cannot is None:
            return False
        text = self.cannot.strip().strip(".!").lower()
        no_sentence = text in _DENIALS or len(_WORD.findall(text)) < _FEWEST_WORDS
        return not text or (bool(self.objects) and no_sentence)

    @property
    def digest(self) -> str:
        """Return a digest of everything it says."""
        return json_digest(self.model_dump(mode="json"))
