"""The base classes of every value in the model."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from foundation.model.deferred import DeferredModel

Model = TypeVar("Model", bound=BaseModel)


class FrozenModel(DeferredModel):
    """An immutable value that refuses unknown keys and does not guess at types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class KubernetesShape(FrozenModel):
    """A value in the Kubernetes API's own shape: snake_case here, camelCase in YAML."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_alias=True)


def exactly_one(*names: str) -> Callable[[Model], Model]:
    """Return a check for a shape in which exactly one of some fields may be given.

    Args:
        names: the fields; all of the shape's when none is named.
    """

    def check(value: Model) -> Model:
        fields = type(value).model_fields
        choices = names or tuple(fields)
        if sum(getattr(value, name) is not None for name in choices) != 1:
            written = ", ".join(fields[name].alias or name for name in choices)
            raise ValueError(f"exactly one of {written} is needed")
        return value

    check.choices = names  # type: ignore[attr-defined]
    return check


def choices_of(model: type[BaseModel]) -> frozenset[str]:
    """Return the fields of a shape of which exactly one may be given; none where it has no such fields.

    Args:
        model: the shape.
    """
    checks = [held.func for held in model.__pydantic_decorators__.model_validators.values()]
    found = [check.choices for check in checks if hasattr(check, "choices")]
    return frozenset(name for names in found for name in (names or model.model_fields))


class RepeatedError(ValueError):
    """Entries of a list have what each entry must have for itself.

    Args:
        message: what is wrong with the first of them.
        entries: what is wrong with each entry that says again what another said, by its number.
        field: the field, as it is written, that says it.
    """

    def __init__(self, message: str, entries: dict[int, str], field: str) -> None:
        super().__init__(message)
        self.entries = entries
        self.field = field


def unique_by(name: str) -> Callable[[list[Any] | None], list[Any] | None]:
    """Return a check for a list in which no two entries may share a field, as the API server wants it.

    Args:
        name: the field; entries without it do not count.
    """

    def check(items: list[Any] | None) -> list[Any] | None:
        seen: set[str] = set()
        again: dict[int, str] = {}
        for index, item in enumerate(items or []):
            value = getattr(item, name)
            if value in seen:
                again[index] = f"{value!r} stands in the list more than once; keep one entry"
            seen |= {value} - {None}
        if items and again:
            raise RepeatedError(min(again.values()), again, type(items[0]).model_fields[name].alias or name)
        return items

    return check
