"""What the API server sets where an object says nothing; ``defaults.yaml`` says what."""

import copy
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, TypeAdapter

from foundation.model.base import FrozenModel
from foundation.model.expressions import expression
from plugins.k8s_validator.objects.values import mapping, text, value_at
from plugins.k8s_validator.subject.documents import parse_text

_FILE = Path(__file__).with_name("defaults.yaml")
#: A path is written with dots; those of a label's name have a backslash before them.
_DOT = expression(r"(?<!\\)\.")


class _Step(FrozenModel):
    """One step of defaulting a type; the head of ``defaults.yaml`` says what each key means."""

    when: dict[str, list[str]] = {}
    matching: dict[str, str] = {}
    having: list[str] = []
    without: list[str] = []
    only: list[str] | None = None
    values: dict[str, Any] = Field(default={}, alias="set")
    copies: dict[str, str] = Field(default={}, alias="copy")
    fills: dict[str, str] = Field(default={}, alias="fill")

    def holds(self, data: Mapping[str, Any]) -> bool:
        """Tell whether the step is about these fields."""
        return (
            all(_at(data, path) in wanted for path, wanted in self.when.items())
            and all(re.fullmatch(pattern, text(_at(data, path))) for path, pattern in self.matching.items())
            and all(_at(data, path) is not None for path in self.having)
            and all(_at(data, path) is None for path in self.without)
            and (self.only is None or data.keys() <= set(self.only))
        )


@lru_cache(maxsize=1)
def _steps() -> dict[str, list[_Step]]:
    (data,) = parse_text(_FILE.read_text(encoding="utf-8"), _FILE.name).objects
    return TypeAdapter(dict[str, list[_Step]]).validate_python(data)


def set_defaults(data: dict[str, Any], name: str) -> None:
    """Fill in what a type's fields are when an object says nothing; mappings inside are replaced, not changed.

    Args:
        data: the fields of the type.
        name: the type, such as ``core/v1.PodSpec``.
    """
    for step in _steps().get(name, ()):
        if step.holds(data):
            _fill(data, step.values)
            for target, source in [*step.copies.items(), *step.fills.items()]:
                value = _at(data, source)
                if value and (target in step.fills or not _at(data, target)):
                    _fill(data, _nested(_parts(target), value))


def _fill(data: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Add what is absent, in mappings too; the mappings are replaced, for they may be somebody else's."""
    for key, value in values.items():
        found = data.get(key)
        if found is None:
            data[key] = copy.deepcopy(value)
        elif isinstance(found, dict) and isinstance(value, dict):
            data[key] = dict(found)
            _fill(data[key], value)


def _parts(path: str) -> list[str]:
    return [part.replace("\\", "") for part in _DOT.split(path)]


def _at(data: Mapping[str, Any], path: str) -> Any:
    return value_at(mapping(data), tuple(_parts(path)))


def _nested(parts: list[str], value: Any) -> dict[str, Any]:
    for part in reversed(parts[1:]):
        value = {part: value}
    return {parts[0]: value}
