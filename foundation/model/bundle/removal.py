"""Entries by which a layer takes an entry of a lower layer's list away: all but their key is null."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler, SerializationInfo
from pydantic_core import CoreSchema, core_schema


def is_removal(entry: dict[str, Any], key: str) -> bool:
    """Tell whether an entry takes the lower layers' away.

    Args:
        entry: the entry, as plain data.
        key: what names it.
    """
    return len(entry) > 1 and all(value is None for name, value in entry.items() if name != key)


def takes_away(entry: BaseModel, key: str) -> bool:
    """Tell whether an entry of a layer takes a lower one away.

    Args:
        entry: the entry.
        key: the field that names it.
    """
    return is_removal({name: getattr(entry, name) for name in entry.model_fields_set}, key)


@dataclass(frozen=True)
class Removable:
    """Marks the entries of a list that a layer may take away although they need more than their key.

    Such an entry is the shape with nothing but its key: it stands in layers only, and merging takes it out.

    Attributes:
        key: what names an entry, as it is written.
    """

    key: str

    def __get_pydantic_core_schema__(self, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        names = {field.alias or name: name for name, field in source.model_fields.items()}

        def validate(value: Any, shape: Callable[[Any], Any]) -> Any:
            if self._is_removal(value) and value.keys() <= names.keys():
                given = {names[written]: content for written, content in value.items()}
                return source.model_construct(set(given), **given)
            return shape(value)

        def serialize(value: Any, shape: Callable[[Any], Any], info: SerializationInfo) -> Any:
            # The shape's own way would complain about the nulls.
            return self._plain(value, bool(info.by_alias)) if takes_away(value, names[self.key]) else shape(value)

        return core_schema.no_info_wrap_validator_function(
            validate,
            handler(source),
            serialization=core_schema.wrap_serializer_function_ser_schema(serialize, info_arg=True),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        removal = {
            "type": "object",
            "properties": {self.key: {"type": "string"}},
            "additionalProperties": {"type": "null"},
            "required": [self.key],
            "minProperties": 2,
        }
        return {"anyOf": [handler(schema), removal]}

    def _is_removal(self, value: Any) -> bool:
        return isinstance(value, dict) and isinstance(value.get(self.key), str) and is_removal(value, self.key)

    def _plain(self, entry: BaseModel, by_alias: bool) -> dict[str, Any]:
        fields = type(entry).model_fields
        given = [name for name in fields if name in entry.model_fields_set]
        return {(fields[name].alias or name) if by_alias else name: getattr(entry, name) for name in given}
