"""JSON Schema in few words that Helm's validator and ours read alike.

Helm compiles a chart's schema anew for each render, and takes some 15 microseconds for each schema inside it. So what
occurs twice is written once, null is said by the shape itself, and fields of one type are described together.
"""

import json
from collections import Counter
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from foundation.model.chart import shapes
from foundation.model.chart.values import ChartValues, ValuesShape
from plugins.helm_chart_builder.schema_combinations import OPTIONAL, combined, narrowed
from plugins.helm_chart_builder.schema_forms import FORMS, INSTEAD
from plugins.helm_chart_builder.values_schema import DEFINITIONS, PREFIX

JsonSchema = dict[str, Any]

#: Bounds of what is read before it is held against them.
_BOUNDS = {"ge": "minimum", "le": "maximum"}
_REFERENCE = PREFIX + "{model}"
#: Fields of one type that are worth describing together: it takes one schema for their names and one for the type.
_TOGETHER = 3
#: What occurs in many places, by the name that the schema gives it.
_SHARED = {
    "Annotations": shapes.Annotations,
    "ContainerBeside": shapes.Container,
    "Labels": shapes.Labels,
    "ServiceFields": shapes.ServiceSpec,
    "Texts": shapes.Texts,
}  #: Words about texts, and words about numbers.
_OF_TEXT = frozenset({"type", "pattern", "minLength", "maxLength"})
_OF_NUMBERS = frozenset({"type", "minimum", "maximum", "ge", "le"})


class PlainSchema(GenerateJsonSchema):
    """Writes types without titles, defaults and, in Kubernetes' own shapes, descriptions."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Give no field a title: it has a name."""
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchema:
        """Let null stand for absence, as the API server does; a Kubernetes shape says so itself."""
        inner = self.generate_inner(schema["schema"])
        if "$ref" in inner:
            return {**inner, OPTIONAL: True}
        return _or_null(inner)

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchema:
        """Say how long a text is where its form would count."""
        found = super().str_schema(schema)
        instead = INSTEAD.get(found.get("pattern", ""), {})
        return instead if "anyOf" in instead else found | instead

    def get_union_of_schemas(self, schemas: list[JsonSchema]) -> JsonSchema:
        """Write a text or a number, and a text that may be empty, as one schema: each word is about one of them."""
        first, *others = schemas
        if first.get("const") == "" and len(others) == 1 and "pattern" in others[0]:
            return {**others[0], "pattern": f"^$|{others[0]['pattern']}"}
        if not all(each.keys() <= _OF_TEXT | _OF_NUMBERS for each in schemas):
            return super().get_union_of_schemas(schemas)
        kinds = {each["type"] for each in schemas}
        joined = {word: value for each in schemas for word, value in each.items()}
        return {**joined, "type": sorted(kinds - {"integer"} if "number" in kinds else kinds)}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchema:
        """Leave defaults out: the templates have them."""
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchema:
        """Say what a key looks like so that Helm's message tells where a wrong one stands: propertyNames does not."""
        keys = self.generate_inner(schema["keys_schema"]) if "keys_schema" in schema else {}
        values = self.generate_inner(schema["values_schema"]) if "values_schema" in schema else {}
        least = {"minProperties": schema["min_length"]} if schema.get("min_length") else {}
        if "pattern" not in keys:
            return {"type": "object", **least, **({"additionalProperties": values} if values else {})}
        return {
            "type": "object",
            **least,
            "patternProperties": {keys["pattern"]: values},
            "additionalProperties": False,
        }

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchema:
        """Describe a model without its title, and one of Kubernetes' by its fields alone."""
        found = super().model_schema(schema)
        found.pop("title", None)
        kind = schema["cls"]
        if issubclass(kind, ValuesShape):
            return narrowed(kind, found)
        found.pop("description", None)
        for inner in found["properties"].values():
            inner.pop("description", None)
        return combined(kind, found)


def _or_null(schema: JsonSchema) -> JsonSchema:
    """Return a schema that takes null too."""
    if "enum" in schema or "const" in schema:
        return {"enum": [*schema.get("enum", [schema.get("const")]), None]}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    if schema == {"type": "boolean"}:
        # A list of types takes Helm twice as long as a list of values.
        return {"enum": [True, False, None]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, "null"]}


def _together(shape: JsonSchema) -> JsonSchema:
    """Return a shape with the fields of its commonest type described together, where there are enough of them."""
    fields = shape.get("properties", {})
    commonest = Counter(map(_written, fields.values())).most_common(1)
    if not commonest or commonest[0][1] < _TOGETHER or shape.get("additionalProperties") is not False:
        return shape
    held = {name: schema for name, schema in fields.items() if _written(schema) != commonest[0][0]}
    form = "^(" + "|".join(sorted(fields.keys() - held.keys())) + ")$"
    return {**shape, "properties": held, "patternProperties": {form: json.loads(commonest[0][0])}}


def _written(schema: JsonSchema) -> str:
    return json.dumps(schema, sort_keys=True)


def section_schemas() -> str:
    """Return the schema of every section that a chart can have, and the definitions that they refer to, as text."""
    whole = ChartValues.model_json_schema(
        ref_template=_REFERENCE, schema_generator=PlainSchema, union_format="primitive_type_array"
    )
    own = frozenset(name for name, schema in whole["$defs"].items() if "description" in schema)
    forms = {name: _plain(kind) for name, kind in FORMS.items()}
    named = {**forms, **{f"{name}OrNull": _or_null(schema) for name, schema in forms.items()}}
    named |= {name: _plain(kind) for name, kind in _SHARED.items()}
    shared = {_written(schema): name for name, schema in named.items()}
    found = {name: _referring(schema, own, shared) for name, schema in whole["$defs"].items()}
    # A shape is left out by null; where it has to be, its type is said there.
    found = {name: schema if name in own else {**schema, "type": ["object", "null"]} for name, schema in found.items()}
    for written, name in shared.items():
        inner = {other: each for other, each in shared.items() if each != name}
        found[name] = _referring(json.loads(written), own, inner)
    sections = _referring(whole["properties"], own, shared)
    return json.dumps({"properties": sections, DEFINITIONS: found}, indent=1) + "\n"


def _plain(kind: Any) -> JsonSchema:
    found = TypeAdapter(kind).json_schema(
        ref_template=_REFERENCE, schema_generator=PlainSchema, union_format="primitive_type_array"
    )
    return {word: value for word, value in found.items() if word not in ("$schema", "$defs")}


def _referring(schema: Any, own: frozenset[str], shared: dict[str, str]) -> Any:
    """Return a schema that refers to what occurs in many places, and says where null is no Kubernetes shape."""
    if isinstance(schema, list):
        return [_referring(item, own, shared) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        words = {word: value for word, value in schema.items() if word not in ("$ref", OPTIONAL)}
        reference = {"$ref": schema["$ref"]}
        if schema["$ref"].removeprefix(PREFIX) in own or OPTIONAL in schema:
            return {**words, **reference}
        return {**words, "type": "object", "allOf": [reference]}
    name = shared.get(_written({word: value for word, value in schema.items() if word != "description"}))
    if name:
        words = {word: value for word, value in schema.items() if word == "description"}
        return {**words, "$ref": PREFIX + name}
    found: JsonSchema = {
        _BOUNDS.get(str(word), str(word)): _referring(value, own, shared) for word, value in schema.items()
    }
    return found if "description" in found else _together(found)
