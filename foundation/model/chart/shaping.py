"""Marks of plain data that is to have the shape of a type.

A chart's values are made from shapes that were checked, so nobody checks them again in this process. Whoever turns them
later meets the chart's values.schema.json, which says of each part what the type says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic_core import core_schema

from foundation.model.deferred import schema_of

JsonSchema = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """Says that a value has the shape of another type.

    Attributes:
        kind: the type.
        without: fields, as they are written, that stand elsewhere in the values.
        needed: fields that have to be there, though a layer of a bundle may leave them out.
    """

    kind: Any
    without: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()

    def __get_pydantic_json_schema__(self, _: Any, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Return the schema of the type, less the fields that stand elsewhere."""
        schema = handler(_core_schema(self.kind))
        if not (self.without or self.needed):
            return schema
        whole = handler.resolve_ref_schema(schema)
        held = {name: value for name, value in whole["properties"].items() if name not in self.without}
        properties = {name: _without_null(value) if name in self.needed else value for name, value in held.items()}
        required = ({*whole.get("required", [])} | self.needed) - self.without
        return {**whole, "properties": properties, "required": sorted(required)}


@dataclass(frozen=True, eq=False)
class Fields:
    """Says that a value is a mapping of some fields.

    Attributes:
        kinds: type of each field by its name as it is written.
        needed: fields that have to be there.
        exclusive: whether there is one of the fields, and no other one.
    """

    kinds: Mapping[str, Any]
    needed: frozenset[str] = frozenset()
    exclusive: bool = False

    def __get_pydantic_json_schema__(self, _: Any, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Return a closed schema of the fields."""
        properties = {name: _described(kind, handler) for name, kind in self.kinds.items()}
        required = {"required": sorted(self.needed)} if self.needed else {}
        bounds = {"minProperties": 1, "maxProperties": 1} if self.exclusive else {}
        return {"type": "object", "properties": properties, **required, **bounds, "additionalProperties": False}


def _described(kind: Any, handler: GetJsonSchemaHandler) -> JsonSchema:
    """Return the schema of a field's type; a mark that the type is nothing but says it itself."""
    marks = [mark for mark in getattr(kind, "__metadata__", ()) if isinstance(mark, Shape | Fields)]
    return marks[0].__get_pydantic_json_schema__(None, handler) if marks else handler(_core_schema(kind))


def _without_null(schema: JsonSchema) -> JsonSchema:
    return {**schema, "type": "string"} if schema.get("type") == ["string", "null"] else schema


def kinds_of(model: type[BaseModel], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the types of a model's fields.

    Args:
        model: the model.
        names: our name of each field by the name that it is written under.
    """
    held = {name: model.model_fields[ours] for name, ours in names.items()}
    return {name: Annotated[field.annotation, None, *field.metadata] for name, field in held.items()}


def _core_schema(kind: Any) -> Any:
    # Only what describes the values needs it, and no run does.
    from pydantic import TypeAdapter

    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return TypeAdapter(kind).core_schema
    schema = schema_of(kind)
    # What occurs in several places of the values is described once.
    if "ref" in schema:
        return core_schema.definitions_schema(core_schema.definition_reference_schema(schema["ref"]), [schema])
    return schema
