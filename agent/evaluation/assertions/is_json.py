"""``is-json``: the answer is JSON and nothing else, if wanted of a schema."""

from typing import Any, Literal

import jsonschema_rs
from pydantic import Field

from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome
from agent.model.base import FrozenModel


class Schema(FrozenModel):
    """What the JSON must keep to."""

    json_schema: dict[str, Any] = Field(alias="schema", description="A JSON Schema.")


def _check(wanted: Schema | Literal[True], outcome: Outcome) -> str | None:
    try:
        data = outcome.data
    except (ValueError, RecursionError) as error:
        return f"the answer is no JSON: {error}"
    if wanted is True:
        return None
    try:
        errors = [error.message for error in jsonschema_rs.validator_for(wanted.json_schema).iter_errors(data)]
    except ValueError as error:
        return f"the schema is no JSON Schema: {error}"
    return "; ".join(errors[:5]) or None


KIND = AssertionKind("is-json", Literal[True] | Schema, "The answer is JSON, of a schema if one is given.", _check)
