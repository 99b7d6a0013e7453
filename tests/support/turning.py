"""What somebody may set a chart's values to, by the chart's own schema: wrong things too, and always the same."""

import re
from collections.abc import Iterator
from random import Random
from typing import Any

Schema = dict[str, Any]
Path = tuple[str, ...]
Turn = tuple[Path, Any]

TEXTS = [
    *(
        "",
        "x",
        "a-b",
        "No Name",
        "Upper",
        "123",
        "0644",
        "10m",
        "1Gi",
        "50%",
        "true",
        "on",
        "null",
        "~",
        "a: b",
        "a\nb",
    ),
    *("/x", "/y/z", "a/b", "http", "tcp", "data", "cpu", "example.com", "*.example.com", "10.0.0.1", "10.0.0.0/8"),
    *("metadata.name", "limits.cpu", "SIGTERM", "z" * 64, "z" * 300),
    # What the API refuses though it looks right: ways out, leading zeros, amounts that are no whole ones.
    *("a/../b", "..data", "../x", "010.0.0.1", "10.0.0.256", "::1", "fe80::1::2", "010.0.0.0/8", "10.0.0.1/8"),
    *("nvidia.com/gpu", "hugepages-2Mi", "limits.hugepages-2Mi", "requests.memory", "0.5", "1.5", "3Mi", "2Mi", "1m"),
]
#: The form of fields that are described together.
_NAMES = re.compile(r"\^\([A-Za-z0-9|]+\)\$")
_KEYS = ("digits", "on", "12", "no key", "a/b/c", "-x", "example.com/x")
#: Deeper than this nothing is drawn but what has to be there.
_DEEPEST = 6
#: How many values are drawn for one place.
DRAWS = 2


def turns_of(schema: Schema, value: Any, shapes: dict[str, Schema], path: Path = ()) -> Iterator[Turn]:
    """Yield one turn after the other: of what is set, of what could be, of what cannot be, and of entries of lists."""
    schema = shape_of(schema, shapes)
    for name, inner in fields_of(schema).items():
        if isinstance(value, dict):
            yield from turns_of(inner, value.get(name), shapes, (*path, name)) if name in value else ()
    yield from ((path, instead) for instead in alternatives(schema, value))
    if path:
        yield path, None
    if path and not is_open(schema, shapes):
        for number in range(DRAWS):
            yield path, drawn(schema, shapes, Random(f"{'.'.join(path)}{number}"))  # noqa: S311
    if fields_of(schema):
        yield (*path, "unknownField"), "x"
    if isinstance(value, list) and value and "items" in schema:
        yield path, [None]
        for inner_path, instead in turns_of(schema["items"], value[0], shapes):
            yield path, [laid_over(value[0], inner_path, instead) if inner_path else instead, *value[1:]]


def is_open(schema: Schema, shapes: dict[str, Schema]) -> bool:
    """Tell whether a schema leaves something open, so that nothing can be drawn from it."""
    schema = shape_of(schema, shapes)
    inner = [*schema.get("properties", {}).values(), *schema.get("patternProperties", {}).values()]
    inner += [schema[word] for word in ("items", "additionalProperties") if schema.get(word) is not None]
    return schema == {} or any(is_open(each, shapes) for each in inner if each is not False)


def pairs_of(turns: list[Turn], number: int) -> Iterator[tuple[Turn, Turn]]:
    """Yield some pairs of turns of different values.

    Args:
        turns: what there is to choose from.
        number: how many pairs are drawn.
    """
    random = Random(number)  # noqa: S311
    for _ in range(number):
        first, second = random.choice(turns), random.choice(turns)
        if first[0] != second[0]:
            yield first, second


def alternatives(schema: Schema, value: Any) -> Iterator[Any]:
    """Yield other values of the same kind: switches, choices, bounds, keys, and lists of other entries."""
    kinds = schema.get("type", [])
    if "boolean" in kinds:
        yield not value
    yield from schema.get("enum", [])
    if "string" in kinds and "enum" not in schema:
        yield from ("", "123", "No Name", "Upper", "x" * 300)
    if "integer" in kinds:
        yield from (schema.get("minimum", 1), 1, schema.get("maximum", 7), "x")
    if "object" in kinds and not fields_of(schema):
        yield from ({key: "x"} for key in _KEYS)
    if "array" in kinds:
        yield from ([], [{"value": "x"}], [*(value or []), *(value or [])[:1]])


def drawn(schema: Schema, shapes: dict[str, Schema], random: Random, depth: int = 0) -> Any:
    """Return a value that a schema describes, more or less."""
    schema = shape_of(schema, shapes)
    if "anyOf" in schema and "type" not in schema:
        return drawn(random.choice(schema["anyOf"]), shapes, random, depth)
    if "enum" in schema or "const" in schema:
        return random.choice(schema.get("enum", [schema.get("const")]))
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else random.choice(kinds)
    if kind == "object":
        return _drawn_object(schema, shapes, random, depth)
    if kind == "array":
        least = schema.get("minItems", 0)
        many = random.choice([1, 1, 2, 2, 3]) if depth < _DEEPEST else least
        return [drawn(schema.get("items", {}), shapes, random, depth + 1) for _ in range(max(many, least))]
    if kind in ("integer", "number"):
        odd = [0.5] if kind == "number" else []
        least = schema.get("minimum", -1)
        return random.choice([least, schema.get("minimum", 0) + 1, 80, schema.get("maximum", 7), *odd])
    return {"boolean": random.random() < 0.5, "null": None}.get(kind, random.choice(_fitting(schema)))


def _drawn_object(schema: Schema, shapes: dict[str, Schema], random: Random, depth: int) -> dict[str, Any]:
    fields, needed = fields_of(schema), schema.get("required", [])
    further = sorted(fields.keys() - {*needed})
    random.shuffle(further)
    many = random.choice([1, 1, 2, 3]) if depth < _DEEPEST else 0
    many = min(max(many, schema.get("minProperties", 0) - len(needed)), schema.get("maxProperties", 99) - len(needed))
    found = {name: drawn(fields.get(name, {}), shapes, random, depth + 1) for name in [*needed, *further[:many]]}
    if fields or schema.get("additionalProperties") is False:
        return found
    [(form, each)] = schema.get("patternProperties", {"": schema.get("additionalProperties", {})}).items()
    return {random.choice(_fitting({"pattern": form})): drawn(each, shapes, random, depth + 1)}


def _fitting(schema: Schema) -> list[str]:
    fitting = [text for text in TEXTS if re.search(schema.get("pattern", ""), text)]
    return [text for text in fitting if len(text) <= schema.get("maxLength", 999)] or TEXTS


def fields_of(schema: Schema) -> dict[str, Schema]:
    """Return the fields of an object, those that are described together too."""
    forms = schema.get("patternProperties", {}).items()
    together = {name: each for form, each in forms if _NAMES.fullmatch(form) for name in form[2:-2].split("|")}
    return {**together, **schema.get("properties", {})}


def shape_of(schema: Schema, shapes: dict[str, Schema]) -> Schema:
    """Return a schema with what it refers to."""
    for reference in [schema, *schema.get("allOf", [])]:
        if "$ref" in reference:
            held = shapes[reference["$ref"].rpartition("/")[2]]
            return {**held, **{word: schema[word] for word in ("type",) if word in schema}}
    return schema


def laid_over(values: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """Return values with one turned, as ``--set-json`` lays it over them."""
    name, *rest = path
    held = values.get(name) if isinstance(values, dict) else None
    if rest:
        return {**values, name: laid_over(held if isinstance(held, dict) else {}, tuple(rest), value)}
    both = isinstance(held, dict) and isinstance(value, dict)
    return {**values, name: {**held, **value} if both else value}
