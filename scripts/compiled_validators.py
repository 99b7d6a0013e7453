"""Read JSON Schemas back out of the validators that the packages @kubernetes-models/* are built of.

The packages hold no schema as data: each type is a module of JavaScript in which every node of its schema became
one function. The text of these functions is regular, so their keywords, and the functions that they call for
properties, items and references, are read without running anything.
"""

import json
import re
from functools import reduce
from typing import Any

Schema = dict[str, Any]

_ROOT = re.compile(r"export const validate=validate(\d+);")
_IMPORT = re.compile(r'import\{validate as validate(\d+)\}from"(?:[^"]*/)?(\w+)(?:\.js)?"')
_ENUM = re.compile(r"(schema\d+_enum)=(\[[^\]]*\])")
_FUNCTION = re.compile(r"function validate(\d+)\(data,")
_CALL = re.compile(r"validate(\d+)\(data(?:\.([A-Za-z_$][\w$]*)|(\[i\d+\])|(\[key\d+\]))?,")
_ERROR = re.compile(r'schemaPath:"#/(\w+)",keyword:"\1",params:\{')
_TEXT = re.compile(r'\w+:("(?:[^"\\]|\\.)*")')
_LIMIT = re.compile(r"(?:comparison:\"..\",)?limit:(-?[\w.]+)")
_ALLOWED = re.compile(r"allowedValues:(\w+)")
_INTERFACE = re.compile(r"^export interface I\w+[^{]*\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r'^    "([^"]+)"\??: (\w*)', re.MULTILINE)

_BRANCHES = ("anyOf", "oneOf", "not")
_DECLARED_TYPES = {"string": "string", "boolean": "boolean", "number": "number"}


class Module:
    """One type's module.

    Args:
        text: the JavaScript.
        fields: the TypeScript type of each field, if the type is an object.

    Raises:
        ValueError: the text is not such a module.
    """

    def __init__(self, text: str, fields: dict[str, str]) -> None:
        root = _ROOT.search(text)
        if root is None:
            raise ValueError("the module exports no validator")
        self.root = int(root[1])
        self.fields = fields
        self.imports = {int(number): name for number, name in _IMPORT.findall(text)}
        self._enums = {name: json.loads(values) for name, values in _ENUM.findall(text)}
        self._bodies = {int(match[1]): _body(text, match) for match in _FUNCTION.finditer(text)}

    def keywords(self, number: int) -> Schema:
        """Return the keywords of one node that are not about other nodes; the branches' names are among them."""
        body = self._bodies[number]
        schema: Schema = {}
        for error in _ERROR.finditer(body):
            name, parameters = error[1], body[error.end() :]
            if name == "required":
                schema.setdefault("required", []).append(_text(parameters))
            elif name == "enum":
                schema["enum"] = self._enums[_match(_ALLOWED, parameters)[1]]
            elif name in ("type", "pattern"):
                schema[name] = _text(parameters)
            elif name in _BRANCHES:
                schema[name] = []
            elif name != "format":  # what the API server enforces of formats stands in the bounds
                schema[name] = _number(_match(_LIMIT, parameters)[1])
        return schema

    def calls(self, number: int) -> list[tuple[int, str, str]]:
        """Return the nodes that a node looks at: number, role, and the field's name where it is a property."""
        found = []
        for target, name, item, key in _CALL.findall(self._bodies[number]):
            role = "property" if name else "items" if item else "additionalProperties" if key else "same"
            found.append((int(target), role, name))
        return found


def declared_fields(declaration: str) -> dict[str, str]:
    """Return the fields of a declaration file's interface, with the TypeScript type of each."""
    found = _INTERFACE.search(declaration)
    return dict(_FIELD.findall(found[1])) if found else {}


def _body(text: str, start: re.Match[str]) -> str:
    return text[start.end() : text.index(f"validate{start[1]}.errors=", start.end())]


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.match(text)
    if found is None:
        raise ValueError(f"not understood: {text[:80]}")
    return found


def _text(parameters: str) -> str:
    return str(json.loads(_match(_TEXT, parameters)[1]))


def _number(literal: str) -> int | float:
    value = float(int(literal, 16)) if literal.startswith("0x") else float(literal)
    return int(value) if value.is_integer() else value


class SchemaReader:
    """Schemas of types, put together from all modules.

    Args:
        modules: modules by the name of their type.
        shared: address of a type's definition by name, for the types that Kubernetes itself defines.
    """

    def __init__(self, modules: dict[str, Module], shared: dict[str, str]) -> None:
        self._modules = modules
        self._shared = shared
        self._read: dict[str, Schema | None] = {}

    def definitions(self, schema: Schema) -> dict[str, Schema]:
        """Return every definition that a schema refers to, directly or through others."""
        found: dict[str, Schema] = {}
        waiting = [schema]
        while waiting:
            for name in _references(waiting.pop()):
                if name not in found:
                    found[name] = self.type(name)
                    waiting.append(found[name])
        return found

    def type(self, name: str) -> Schema:
        """Return the schema of a type.

        Raises:
            KeyError: no package has the type.
            ValueError: its module was not understood.
        """
        if self._read.get(name) is None:
            self._read[name] = None
            module = self._modules[name]
            self._read[name] = _with_declared(self._node(module, module.root), module.fields)
        return self._read[name] or {}

    def _node(self, module: Module, number: int) -> Schema:
        if number in module.imports:
            return self._reference(module.imports[number])
        schema = module.keywords(number)
        branch = next((name for name in _BRANCHES if name in schema), None)
        same = []
        for target, role, name in module.calls(number):
            child = self._node(module, target)
            if role == "property":
                schema.setdefault("properties", {})[name] = child
            elif role == "same":
                same.append(child)
            else:
                schema[role] = child
        if branch:
            schema[branch] = same
        else:
            schema = reduce(self._joined, same, schema)
        if "not" in schema:
            (schema["not"],) = schema["not"]
        return _closed(schema)

    def _reference(self, name: str) -> Schema:
        if name in self._shared:
            return {"$ref": self._shared[name]}
        if name in self._read and self._read[name] is None:
            return {"$ref": f"#/$defs/{name}"}  # a type inside itself
        schema = self.type(name)
        return {"$ref": f"#/$defs/{name}"} if "properties" in schema else schema

    def _joined(self, schema: Schema, other: Schema) -> Schema:
        """Return both in one: Go's embedded types are objects whose fields are the outer object's."""
        if "$ref" in other and "properties" in schema:
            other = self.type(other["$ref"].removeprefix("#/$defs/"))
        elif "$ref" in schema and ("$ref" in other or "properties" in other):
            schema = {**schema, **self.type(schema["$ref"].removeprefix("#/$defs/"))}
            schema.pop("$ref")
            return self._joined(schema, other)
        both = {name for name in schema if name in other and schema[name] != other[name]}
        if both - {"properties", "required", "additionalProperties"}:
            return {**schema, "allOf": [*schema.get("allOf", []), other]}
        together = {**other, **schema}
        if "properties" in both:
            together["properties"] = {**other["properties"], **schema["properties"]}
        if "required" in both:
            together["required"] = sorted({*other["required"], *schema["required"]})
        if "properties" in together:
            together.pop("additionalProperties", None)
        return together


def _closed(schema: Schema) -> Schema:
    """Refuse unknown fields of an object whose fields are known."""
    if schema.get("type") == "object" and "properties" in schema:
        return {"additionalProperties": False, **schema}
    return schema


def _with_declared(schema: Schema, fields: dict[str, str]) -> Schema:
    """Add fields that are declared but have no validator, as a field of the name "description" never has."""
    if "properties" not in schema:
        return schema
    missing = {name: kind for name, kind in fields.items() if name not in schema["properties"]}
    added = {name: {"type": _DECLARED_TYPES[kind]} if kind in _DECLARED_TYPES else {} for name, kind in missing.items()}
    return {**schema, "properties": {**schema["properties"], **added}}


def _references(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [name for item in schema for name in _references(item)]
    if not isinstance(schema, dict):
        return []
    own = schema.get("$ref")
    found = [own.removeprefix("#/$defs/")] if isinstance(own, str) and own.startswith("#/$defs/") else []
    return found + [name for value in schema.values() for name in _references(value)]
