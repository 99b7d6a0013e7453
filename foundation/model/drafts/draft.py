"""The draft: kinds with fields of their specs, in a form that strict structured output takes.

What a model is told of each class stands there as data: docstrings are gone where Python is run with -OO. There are no
open maps and no nested objects in it. A field is a path and one plain value, so that each can be
allowed, refused, reviewed and compared by itself.
"""

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest


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
    spec: list[DraftField] = Field(description="Fields of its spec; none, if the platform's defaults will do.")


class Draft(FrozenModel, json_schema_extra={"description": "What a model drafts for a component."}):
    """What a model drafts for a component."""

    objects: list[DraftObject] = Field(description="Objects that the component needs; exactly one is its workload.")
    cannot: str | None = Field(
        default=None, description="Why the component cannot run with the allowed kinds; null if it can."
    )

    @property
    def digest(self) -> str:
        """Return a digest of everything it says."""
        return json_digest(self.model_dump(mode="json"))
