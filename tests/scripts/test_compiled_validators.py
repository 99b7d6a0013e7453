"""Schemas are read back out of compiled validators; the texts are made the way the packages' compiler makes them."""

from typing import Any

import pytest

from scripts.compiled_validators import Module, SchemaReader, declared_fields

KEYWORDS: dict[str, str] = {"type": "type:{}", "pattern": "pattern:{}", "required": "missingProperty:{}"}


def error(keyword: str, parameters: str) -> str:
    return f'vErrors.push({{instancePath,schemaPath:"#/{keyword}",keyword:"{keyword}",params:{{{parameters}}}}});'


def node(number: int, *statements: str) -> str:
    head = f'function validate{number}(data,{{instancePath="",rootData=data}}={{}}){{let vErrors=null,errors=0;'
    return head + "".join(statements) + f"return validate{number}.errors=vErrors,0===errors}}"


def call(number: int, of: str = "data") -> str:
    return f"validate{number}({of},{{instancePath,rootData}});"


def module(*texts: str, fields: dict[str, str] | None = None) -> Module:
    return Module("export const validate=validate0;" + "".join(texts), fields or {})


def import_of(number: int, name: str) -> str:
    return f'import{{validate as validate{number}}}from"./{name}.js";'


STRING = error("type", 'type:"string"')
OBJECT = error("type", 'type:"object"')


def read(*texts: str, **others: Module) -> dict[str, Any]:
    return SchemaReader({"It": module(*texts), **others}, {"Shared": "https://example.org/#/$defs/Shared"}).type("It")


@pytest.mark.parametrize(
    ("statements", "schema"),
    [
        (STRING, {"type": "string"}),
        (STRING + error("pattern", 'pattern:"^\\"\\\\d{2}}$"'), {"type": "string", "pattern": '^"\\d{2}}$'}),
        (error("maxLength", "limit:63") + error("minLength", "limit:1"), {"maxLength": 63, "minLength": 1}),
        (error("minimum", 'comparison:">=",limit:-1'), {"minimum": -1}),
        (error("maximum", 'comparison:"<=",limit:0xffffffff'), {"maximum": 2**32 - 1}),
        (error("maximum", 'comparison:"<=",limit:1e6'), {"maximum": 1_000_000}),
        (error("maximum", 'comparison:"<=",limit:0.5'), {"maximum": 0.5}),
        (error("format", 'format:"int32"'), {}),
        (error("required", 'missingProperty:"a"') + error("required", 'missingProperty:"b"'), {"required": ["a", "b"]}),
    ],
)
def test_keywords(statements: str, schema: dict[str, Any]) -> None:
    assert read(node(0, statements)) == schema


def test_enums_stand_beside_the_function() -> None:
    text = 'let schema1_enum=["A","B"];' + node(0, error("enum", "allowedValues:schema1_enum"))
    assert read(text) == {"enum": ["A", "B"]}


def test_fields_items_and_maps() -> None:
    text = (
        node(1, STRING)
        + node(2, error("type", 'type:"array"'), call(1, "data[i0]"))
        + node(3, OBJECT, call(1, "data[key0]"))
        + node(0, OBJECT, call(2, "data.list"), call(3, "data.map"))
    )
    fields = {
        "list": {"type": "array", "items": {"type": "string"}},
        "map": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    assert read(text) == {"type": "object", "properties": fields, "additionalProperties": False}


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_branches(keyword: str) -> None:
    either = node(1, STRING) + node(2, error("required", 'missingProperty:"a"'))
    text = either + node(0, call(1), call(2), error(keyword, "passingSchemas:passing0"))
    assert read(text) == {keyword: [{"type": "string"}, {"required": ["a"]}]}


def test_negation() -> None:
    assert read(node(1, STRING) + node(0, call(1), error("not", ""))) == {"not": {"type": "string"}}


def test_branches_of_two_kinds_at_one_place_both_hold() -> None:
    text = "".join(
        [
            node(1, error("required", 'missingProperty:"a"')) + node(2, call(1), error("oneOf", "")),
            node(3, error("required", 'missingProperty:"b"')) + node(4, call(3), error("oneOf", "")),
            node(0, call(2), call(4)),
        ]
    )
    assert read(text) == {"oneOf": [{"required": ["a"]}], "allOf": [{"oneOf": [{"required": ["b"]}]}]}


def test_an_object_is_referred_to_and_a_plain_value_is_not() -> None:
    inner = module(node(0, OBJECT, call(1, "data.x")), node(1, STRING))
    text = import_of(1, "Inner") + import_of(2, "Plain") + node(0, OBJECT, call(1, "data.a"), call(2, "data.b"))
    schema = read(text, Inner=inner, Plain=module(node(0, STRING)))
    assert schema["properties"] == {"a": {"$ref": "#/$defs/Inner"}, "b": {"type": "string"}}
    reader = SchemaReader({"It": module(text), "Inner": inner, "Plain": module(node(0, STRING))}, {})
    assert set(reader.definitions(schema)) == {"Inner"}


def test_types_of_kubernetes_are_shared() -> None:
    path = 'import{validate as validate1}from"kubernetes-models/_schemas/Shared";'
    assert read(path + node(0, OBJECT, call(1, "data.a")))["properties"] == {
        "a": {"$ref": "https://example.org/#/$defs/Shared"}
    }


def test_an_embedded_type_gives_its_fields() -> None:
    embedded = module(node(0, OBJECT, error("required", 'missingProperty:"x"'), call(1, "data.x")), node(1, STRING))
    text = import_of(1, "Embedded") + node(2, STRING) + node(0, OBJECT, call(1), call(2, "data.y"))
    assert read(text, Embedded=embedded) == {
        "type": "object",
        "properties": {"x": {"type": "string"}, "y": {"type": "string"}},
        "required": ["x"],
        "additionalProperties": False,
    }


def test_a_type_inside_itself_ends() -> None:
    text = import_of(1, "It") + node(2, STRING) + node(0, OBJECT, call(1, "data.not"), call(2, "data.x"))
    assert read(text)["properties"] == {"not": {"$ref": "#/$defs/It"}, "x": {"type": "string"}}


def test_fields_that_have_no_validator_come_from_the_declaration() -> None:
    declaration = """
export interface IIt {
    /**
     * What "x": is.
     */
    "x"?: string;
    "description"?: string;
    "on": boolean;
    "free"?: {
        "inner"?: string;
    };
}
export declare class It {
    "later"?: string;
}
"""
    fields = declared_fields(declaration)
    assert fields == {"x": "string", "description": "string", "on": "boolean", "free": ""}
    it = module(node(1, STRING), node(0, OBJECT, call(1, "data.x")), fields=fields)
    assert SchemaReader({"It": it}, {}).type("It")["properties"] == {
        "x": {"type": "string"},
        "description": {"type": "string"},
        "on": {"type": "boolean"},
        "free": {},
    }
    assert declared_fields("export type It = string;") == {}


@pytest.mark.parametrize("text", ["", "export const validate=1;", node(0, STRING)])
def test_what_is_no_such_module_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="exports no validator"):
        Module(text, {})


def test_parameters_that_are_not_understood_are_refused() -> None:
    with pytest.raises(ValueError, match="not understood"):
        read(node(0, error("maxLength", "most:3")))
