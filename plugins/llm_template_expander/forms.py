"""The form of each value that a draft may give: what the setting takes that it becomes, as the gate will read it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from foundation.model.base import FrozenModel
from foundation.model.bundle.layer import Layer
from foundation.model.drafts.policy import DraftableField, DraftableKind, DraftPolicy

#: The API's own bound on a number: nobody has to be told.
_LARGEST = 2**31 - 1
_PATTERNS = {
    "^(100|[1-9]?[0-9])%$": 'percentage ("25%")',
    "^/[^:\\x00]*$": 'absolute path ("/scratch")',
    "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$": 'lower-case name ("scratch")',
}
_QUANTITY = 'quantity ("1Gi")'
_REFERENCE = "#/$defs/"


class FieldForm(FrozenModel):
    """One field of a kind, and what its value may be.

    Attributes:
        path: path below spec; an index is ``[*]``.
        choices: the only texts that it takes, if they are so few.
        minimum: smallest number, where it takes numbers.
        maximum: largest number, if it is below the API's own bound.
        words: forms that are neither choices nor numbers.
    """

    path: str
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    words: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Return the path of the first one, where there may be several."""
        return self.path.replace("[*]", "[0]")

    @property
    def text(self) -> str:
        """Return the form in words."""
        parts = [" | ".join(f'"{choice}"' for choice in self.choices)] if self.choices else []
        if self.minimum is not None:
            bound = f">= {self.minimum}" if self.maximum is None else f"{self.minimum} to {self.maximum}"
            parts.append(f"integer {bound}")
        return " or ".join([*parts, *self.words])


def field_forms(about: DraftableKind, policy: DraftPolicy) -> list[FieldForm]:
    """Return the form of every field that a kind may give, in the policy's order.

    Args:
        about: the kind.
        policy: gives bounds, and where volumes are mounted.
    """
    return [_bounded(form, policy) for form in plain_forms(about)]


def plain_forms(about: DraftableKind) -> list[FieldForm]:
    """Return the form of every field without the policy's bounds.

    Args:
        about: the kind.
    """
    return [form for field in about.fields for form in _forms(field)]


def _bounded(form: FieldForm, policy: DraftPolicy) -> FieldForm:
    """Return a form with what the policy's bounds leave of it."""
    name = form.path.rpartition(".")[2]
    if name == "mountPath":
        return form.model_copy(update={"words": (f"at or below {', '.join(policy.mount_paths)}",)})
    bounds = policy.bounds.get(name)
    if bounds is None:
        return form
    if bounds.only:
        return form.model_copy(update={"choices": tuple(bounds.only)})
    if isinstance(bounds.least, int) and isinstance(bounds.most, int):
        return form.model_copy(update={"minimum": bounds.least, "maximum": bounds.most})
    return form.model_copy(update={"words": tuple(f"{word}, {bounds.least} to {bounds.most}" for word in form.words)})


def allowed_paths(about: DraftableKind) -> list[str]:
    """Return the path of every field that a kind may give, with the first index of lists.

    Args:
        about: the kind.
    """
    return [form.shown for form in plain_forms(about)]


def _forms(field: DraftableField) -> Iterator[FieldForm]:
    schema = _setting(field.setting)
    for inner in field.told or dict.fromkeys(field.only or [""]):
        joint = "" if not inner or inner.startswith("[") else "."
        yield _form(f"{field.path}{joint}{inner}", _inside(schema, inner), field.told.get(inner))


def _form(path: str, schema: dict[str, Any], told: list[str] | str | None) -> FieldForm:
    if isinstance(told, list):
        return FieldForm(path=path, choices=tuple(told))
    if isinstance(told, str):
        return FieldForm(path=path, words=(told,))
    form: dict[str, Any] = {"path": path, "choices": (), "words": ()}
    for one in _alternatives(schema):
        _take(form, one)
    return FieldForm(**form)


def _take(form: dict[str, Any], one: dict[str, Any]) -> None:
    """Add one alternative of a schema to a form."""
    kind = one.get("type")
    if "enum" in one:
        form["choices"] += tuple(choice for choice in one["enum"] if choice)
    elif kind == "integer" and _QUANTITY not in form["words"]:
        form["minimum"] = one.get("minimum", 0)
        form["maximum"] = None if one.get("maximum", _LARGEST) == _LARGEST else one["maximum"]
    elif kind == "boolean":
        form["words"] += ("true | false",)
    elif kind == "string":
        pattern = one.get("pattern", "")
        form["words"] += (_PATTERNS.get(pattern, _QUANTITY if "Ki" in pattern else "text"),)


@cache
def _layer() -> dict[str, Any]:
    """The schema of all settings; making it takes a while."""
    return Layer.model_json_schema(by_alias=True)


def _setting(setting: str | None) -> dict[str, Any]:
    """Return the schema of a setting: the first part is a setting of a layer, what follows is inside it."""
    if setting is None:
        return {}
    name, _, inner = setting.partition(".")
    return _inside(_layer()["properties"][name], inner)


def _inside(schema: dict[str, Any], inner: str) -> dict[str, Any]:
    """Return the schema at a path inside a value; nothing where there is none."""
    for part in inner.replace("[*]", ".[*]").strip(".").split(".") if inner else []:
        schema = _step(schema, part)
    return schema


def _step(schema: dict[str, Any], part: str) -> dict[str, Any]:
    for one in _alternatives(schema):
        found = one.get("items") if part == "[*]" else one.get("properties", {}).get(part)
        if found is not None:
            return dict(found)
    return {}


def _alternatives(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a value may be, without references and without null."""
    if "$ref" in schema:
        yield from _alternatives(_layer()["$defs"][schema["$ref"].removeprefix(_REFERENCE)])
    elif "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from _alternatives(one)
    elif schema.get("type") != "null":
        yield schema
