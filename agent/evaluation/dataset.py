"""Data sets: cases for a prompt, and what must come of them."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from agent.evaluation.assertions import KINDS, python
from agent.evaluation.assertions.kind import AssertionKind, CannotTell
from agent.evaluation.outcome import AssertionResult, Outcome
from agent.evaluation.own_checks import OwnCheck, judged_by
from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle
from foundation.model.conversation import Answer
from foundation.model.names import DNS_LABEL
from foundation.source.tree import shown

CaseName = Annotated[str, Field(pattern=DNS_LABEL)]
_NOT = "not-"
_BY_NAME = {kind.name: kind for kind in KINDS}


class AssertionBase(FrozenModel):
    """One assertion: exactly one key, named after its kind, or ``not-`` and the kind."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, json_schema_extra={"minProperties": 1, "maxProperties": 1}
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> "AssertionBase":
        if len(self.model_fields_set) != 1:
            names = ", ".join(sorted(self._key(field) for field in self.model_fields_set)) or "none"
            raise ValueError(f"an assertion has exactly one key; here are: {names}")
        return self

    @classmethod
    def _key(cls, field: str) -> str:
        return cls.model_fields[field].alias or field

    @property
    def name(self) -> str:
        """Return its key."""
        (field,) = self.model_fields_set
        return self._key(field)

    def judge(self, outcome: Outcome, own: Mapping[str, OwnCheck] | None = None) -> AssertionResult:
        """Hold an outcome against it.

        Args:
            outcome: the outcome.
            own: assertions of one's own that are allowed, by name; nothing if none are.
        """
        (field,) = self.model_fields_set
        value, negated = getattr(self, field), self.name.startswith(_NOT)
        result = AssertionResult(name=self.name, wanted=_shown(value), status="passed")
        try:
            kind = _BY_NAME[self.name.removeprefix(_NOT)]
            reason = judged_by(own, value, outcome) if kind is python.KIND else kind.check(value, outcome)
        except CannotTell as error:
            return result.model_copy(update={"status": "skipped", "reason": str(error)})
        if negated:
            reason = None if reason else "it does"
        return result.model_copy(update={"status": "failed", "reason": reason}) if reason else result


def _shown(value: Any) -> str:
    plain = value.model_dump(mode="json", by_alias=True, exclude_unset=True) if isinstance(value, BaseModel) else value
    return shown(json.dumps(plain, ensure_ascii=False))


def _fields(kind: AssertionKind, *, negated: bool) -> dict[str, Any]:
    name = (_NOT if negated else "") + kind.name
    description = f"The opposite of {kind.name}." if negated else kind.description
    field = Field(default=None, alias=name, description=description)
    return {name.replace("-", "_"): (kind.parameters, field)}


#: One field for each kind and one for its opposite.
Assertion: type[AssertionBase] = create_model(
    "Assertion",
    __base__=AssertionBase,
    **{
        name: field
        for kind in KINDS
        for negated in (False, True)
        for name, field in _fields(kind, negated=negated).items()
    },
)


class Case(FrozenModel):
    """One question to the model."""

    name: CaseName = Field(description="Name, unique among all data sets of the prompt.")
    description: str = Field(default="", description="What is special about it.")
    tags: list[str] = Field(default=[], description="Words to select cases by.")
    bundle: Bundle | None = Field(default=None, description="A bundle; the prompt's values are taken from it.")
    refused: dict[str, Any] | str | None = Field(
        default=None,
        description="An earlier answer that was refused, as data or as text; the repair prompt hands it back with what "
        "is found in it.",
    )
    variables: dict[str, Any] = Field(default={}, description="Further values of the prompt; they win.")
    expect: list[Assertion] = Field(
        default=[], alias="assert", description="What must hold, beside the data set's own assertions."
    )

    @property
    def earlier_answer(self) -> Answer | None:
        """The refused answer as a model would have given it."""
        if self.refused is None:
            return None
        return Answer(text=self.refused if isinstance(self.refused, str) else json.dumps(self.refused))


class Dataset(FrozenModel):
    """A file of cases."""

    description: str = Field(min_length=1, description="What the cases have in common.")
    variables: dict[str, Any] = Field(default={}, description="Values of the prompt for every case.")
    expect: list[Assertion] = Field(default=[], alias="assert", description="What must hold for every case.")
    cases: list[Case] = Field(min_length=1, description="The cases.")
