"""How the API server's types keep their fields; ``scripts/regenerate_api_types.py`` writes the table."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from foundation.model.expressions import expression

TABLE = Path(__file__).with_name("types.json")
#: The type of amounts, which are written in one way only.
QUANTITY = "quantity"
_FORM = expression(r"(?P<open>[*\[{]?)(?P<inner>[^\]}?]*)[\]}]?(?P<omitted>\??)")
_ZEROS: dict[str, Any] = {"string": "", "number": 0, "flag": False, "either": None}
_SHAPES: dict[str, Literal["pointer", "list", "map"]] = {"*": "pointer", "[": "list", "{": "map"}
#: Groups whose folder of types is not the first part of their name.
_CORE = "core"


@dataclass(frozen=True, slots=True)
class FieldForm:
    """How one field is kept.

    Attributes:
        shape: a structure that is always there, one that may be absent, a list, a map, or a plain value.
        inner: type of the structure or of the entries; empty where they are plain.
        omitted: whether it is left out when it is empty.
        zero: what stands for an absent plain value; ``None`` if nothing does.
    """

    shape: Literal["structure", "pointer", "list", "map", "plain"]
    inner: str
    omitted: bool
    zero: Any


@lru_cache(maxsize=1)
def field_forms() -> dict[str, dict[str, FieldForm]]:
    """Return the forms of the fields of every type."""
    table = json.loads(TABLE.read_bytes())
    return {name: {key: _form(text) for key, text in fields.items()} for name, fields in table.items()}


def type_of(api_version: str, kind: str) -> str | None:
    """Return the name of the type of a kind, if there is one."""
    group, slash, version = api_version.rpartition("/")
    name = f"{group.partition('.')[0] if slash else _CORE}/{version}.{kind}"
    return name if name in field_forms() and _is_own(group) else None


def _is_own(group: str) -> bool:
    """Tell whether a group is Kubernetes' own; those of others may begin alike."""
    return "." not in group or group.endswith(".k8s.io")


@lru_cache(maxsize=512)
def _form(text: str) -> FieldForm:
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no form of a field")
    omitted, inner = bool(match["omitted"]), match["inner"]
    if match["open"]:
        return FieldForm(_SHAPES[match["open"]], inner, omitted, None)
    if inner in _ZEROS:
        return FieldForm("plain", "", omitted, _ZEROS[inner])
    return FieldForm("structure", inner, omitted, None)
