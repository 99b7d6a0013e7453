from enum import Enum
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field

from foundation.language_model.response_schema import response_format


class Kind(Enum):
    JOB = "Job"
    SERVICE = "Service"


class Pair(BaseModel):
    name: str = Field(min_length=1, pattern="^[a-z]+$", description="Its name.")
    value: str | int | None = None


class Draft(BaseModel):
    kind: Kind
    pairs: list[Pair] = []
    title: str = "a property may be called as a keyword is"
    format: Annotated[int, Field(ge=0, le=9)] = 3
    inner: Pair | None = None


class OpenMap(BaseModel):
    labels: dict[str, str]


class Anything(BaseModel):
    spec: dict[str, Any]


def test_every_property_is_required_and_no_other_is_allowed() -> None:
    form = response_format(Draft)
    assert form["json_schema"]["name"] == "Draft"
    schema = form["json_schema"]["schema"]
    for found in (schema, schema["$defs"]["Pair"]):
        assert found["required"] == list(found["properties"])
        assert found["additionalProperties"] is False
    assert list(schema["properties"]) == ["kind", "pairs", "title", "format", "inner"]
    assert schema["properties"]["format"] == {"type": "integer"}
    assert schema["$defs"]["Kind"]["enum"] == ["Job", "Service"]
    assert schema["$defs"]["Pair"]["properties"]["name"] == {"type": "string", "description": "Its name."}


@pytest.mark.parametrize("model", [OpenMap, Anything])
def test_open_maps_do_not_fit(model: type[BaseModel]) -> None:
    with pytest.raises(ValueError, match="open map"):
        response_format(model)
