"""Reading ``fields/``: which values the API's own validation takes, as keywords of JSON Schema by type and field.

A file holds the types of one Go package of the API. Of a type it says:

- ``needs``: fields that have to be there and not be empty; ``optional``: fields that OpenAPI calls required, and the
  server fills in;
- ``exactly_one``, ``at_least_one``: of some fields;
- ``fields``: by field the name of a form, the allowed values, or keywords of JSON Schema. A dot leads into a field,
  ``[]`` to each item of a list, ``{}`` to each key and ``{*}`` to each value of a map;
- ``when``: what holds beside, if a field has one of some values or meets a schema (``if``), is there (``has``,
  ``has_items``, ``has_text``) or is not (``unless``).
"""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from plugins.k8s_validator.validity.forms import FORMS

Schema = dict[str, Any]

#: Keyword under which a schema says in words what it allows.
WORDS = "x-allowed"
_NOT_EMPTY: Schema = {"minLength": 1, "minItems": 1}


@lru_cache(maxsize=1)
def restrictions() -> dict[str, Schema]:
    """Return what is laid over each definition, by its name in the OpenAPI document."""
    found: dict[str, Schema] = {}
    for resource in sorted(files(__package__).joinpath("fields").iterdir(), key=lambda item: item.name):
        if resource.name.endswith(".json") and resource.name != "kinds.json":
            data = json.loads(resource.read_bytes())
            for name, entry in data["types"].items():
                found[f"{data['package']}.{name}"] = entry
    return found


@lru_cache(maxsize=1)
def kind_fields() -> dict[str, Schema]:
    """Return what holds for fields in objects of a kind alone, by kind."""
    data = _kinds()
    every, but = data["every"]["fields"], data["every"]["but"]
    found = {
        kind: {"metadata.name": form, **({} if kind in but else every)}
        for form, kinds in data["names"].items()
        for kind in kinds
    }
    for kind, fields in data["fields"].items():
        found[kind] = {**found.get(kind, {}), **fields}
    return found


def of_type(entry: Schema) -> list[Schema]:
    """Return the schemas that a type's values have to meet beside their definition.

    Args:
        entry: what ``fields/`` says of the type.
    """
    found = [_field(path, value) for path, value in entry.get("fields", {}).items()]
    found += _needs(entry.get("needs", []))
    for keyword, words in (("exactly_one", "exactly one"), ("at_least_one", "at least one")):
        names = entry.get(keyword)
        if names:
            branches = [{"required": [name]} for name in names]
            found.append(
                {
                    "oneOf" if keyword == "exactly_one" else "anyOf": branches,
                    WORDS: f"{words} of {_listed(names)} has to be there",
                }
            )
    if "at_most" in entry:
        limit = dict(entry["at_most"])
        found.append({WORDS: limit.pop("says"), **limit})
    return [*found, *map(_when, entry.get("when", []))]


def of_kind(kind: str) -> list[Schema]:
    """Return the schemas that objects of a kind have to meet beside their type's."""
    needed = [name for name, kinds in _kinds()["needs"].items() if kind in kinds]
    return [*_needs(needed), *(_field(path, value) for path, value in kind_fields().get(kind, {}).items())]


@lru_cache(maxsize=1)
def _kinds() -> Schema:
    found: Schema = json.loads(files(__package__).joinpath("fields/kinds.json").read_bytes())
    return found


def restricted_to(form: str) -> Schema:
    """Return the schema of a form, with words that say what it allows."""
    return {**FORMS[form].schema, WORDS: f"it has to be {FORMS[form].words}"}


def _needs(names: list[str]) -> list[Schema]:
    if not names:
        return []
    present = {"required": names, WORDS: ""}
    filled = {"properties": {name: {**_NOT_EMPTY, WORDS: "it has to be there and not be empty"} for name in names}}
    return [present, filled]


def _field(path: str, value: Any) -> Schema:
    """Return a schema of the type whose field at a path is restricted."""
    step, _, rest = path.partition(".")
    schema = _field(rest, value) if rest else _value(value)
    for suffix, keyword in (("[]", "items"), ("{*}", "additionalProperties"), ("{}", "propertyNames")):
        if step.endswith(suffix):
            return {"properties": {step.removesuffix(suffix): {keyword: schema}}}
    return {"properties": {step: schema}}


def _value(value: Any) -> Schema:
    if isinstance(value, str):
        return restricted_to(value)
    if isinstance(value, list):
        shown = [f'"{item}"' if isinstance(item, str) else json.dumps(item) for item in value if item != ""]
        return {"enum": value, WORDS: f"it has to be {_listed(shown, 'or')}"}
    return dict(value)


def _when(condition: Schema) -> Schema:
    """Return a conditional schema."""
    wanted = [_field(path, value) for path, value in condition.get("fields", {}).items()]
    wanted += _needs(condition.get("needs", []))
    wanted += [{"required": [name]} for name in condition.get("there", [])]
    wanted += [{"properties": {name: False}} for name in condition.get("absent", [])]
    wanted += [_field(name, "empty") for name in condition.get("empty", [])]
    says = condition.get("says")
    return {"if": _premise(condition), "then": {"allOf": [_worded(schema, says) for schema in wanted]}}


def _premise(condition: Schema) -> Schema:
    if "if" in condition:
        values = condition["if"]
        present = [*values, *condition.get("has", [])]
        wanted = {name: each if isinstance(each, dict) else {"enum": each} for name, each in values.items()}
        return {"required": present, "properties": wanted}
    if "unless" in condition:
        return {"not": {"required": condition["unless"]}}
    minimum = {"has": {}, "has_items": {"minItems": 1}, "has_text": {"minLength": 1}}
    key = next(key for key in minimum if key in condition)
    return {"required": condition[key], "properties": dict.fromkeys(condition[key], minimum[key])}


def _worded(schema: Schema, says: str | None) -> Schema:
    return {**schema, WORDS: says} if says else schema


def _listed(names: list[str], last: str = "and") -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"
