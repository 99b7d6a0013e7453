"""``is-json``: the answer is JSON and nothing else, if wanted of a schema."""

from typing import Any, Literal, NoReturn

import jsonschema_rs
from pydantic import Field, field_validator

from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome
from foundation.model.base import FrozenModel


class Schema(FrozenModel):
    """What the JSON must keep to."""

    json_schema: dict[str, Any] = Field(alias="schema", description="A JSON Schema; it refers to nothing outside.")

    @field_validator("json_schema")
    @classmethod
    def _is_a_schema(cls, schema: dict[str, Any]) -> dict[str, Any]:
        try:
            _validator(schema)
        except ValueError as error:
            raise ValueError(f"it is no JSON Schema: {str(error).splitlines()[0]}") from None
        return schema


def _validator(schema: dict[str, Any]) -> Any:
    return jsonschema_rs.validator_for(schema, retriever=_refuse)


def _refuse(address: str) -> NoReturn:
    raise ValueError(f"{address} is outside of the data set")


def _check(wanted: Schema | Literal[True], outcome: Outcome) -> str | None:
    try:
        data = outcome.data
    except (ValueError, RecursionError) as error:
        return f"the answer is no JSON: {error}"
    if wanted is True:
        return None
    errors = [error.message for error in _validator(wanted.json_schema).iter_errors(data)]
    return "; ".join(errors[:5]) or None


KIND = AssertionKind("is-json", Literal[True] | Schema, "The answer is JSON, of a schema if one is given.", _check)
