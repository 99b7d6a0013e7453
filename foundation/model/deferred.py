"""Models that are built when they are first used, each once, however many others have them inside.

Pydantic builds what reads and writes a model together with that of every model inside it, again for each that holds it.
A bundle can say far more than any one of them does, so most of that is never used. Here a model knows of the models
inside it only that they are asked when there is something to read.
"""

from threading import local
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema, to_json

_building = local()


class DeferredModel(BaseModel):
    """A model that is built when a value of it is first read, also where it stands inside another one."""

    model_config = ConfigDict(defer_build=True)

    @classmethod
    def model_rebuild(cls, **options: Any) -> bool | None:
        """Build the model, as pydantic does when it is first used.

        Args:
            options: pydantic's own.
        """
        outer = getattr(_building, "model", None)
        _building.model = cls
        try:
            return super().model_rebuild(**options)
        finally:
            _building.model = outer

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:  # type: ignore[override]
        """Make a value that nobody reads, as pydantic does.

        Args:
            _fields_set: the fields that count as given.
            values: the fields.
        """
        _build(cls)  # Whoever holds the value writes it, and pydantic looks for what does so without building it.
        return super().model_construct(_fields_set, **values)

    def __setstate__(self, state: dict[Any, Any]) -> None:
        _build(type(self))
        super().__setstate__(state)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        if getattr(_building, "model", None) is cls:
            _building.model = None
            return handler(source)
        return core_schema.with_info_plain_validator_function(
            cls._read,
            # As pydantic names the model itself, so that a JSON Schema refers to one of them.
            ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
            metadata={"pydantic_js_annotation_functions": [cls._describe]},
        )

    @classmethod
    def _read(cls, value: Any, info: core_schema.ValidationInfo) -> Any:
        """Read what stands inside another model; its mistakes become the other's, each at its place."""
        if type(value) is cls:
            return value
        if info.mode == "json":  # where less is told by types, so that lists may be tuples and texts be times
            return cls.__pydantic_validator__.validate_json(to_json(value), context=info.context)
        return cls.__pydantic_validator__.validate_python(value, context=info.context)

    @classmethod
    def _describe(cls, _: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe what stands inside another model, by its own schema."""
        return handler.generate_json_schema.generate_inner(schema_of(cls))  # type: ignore[attr-defined,no-any-return]


def _build(model: type[BaseModel]) -> None:
    """Build a model that nobody has read a value of yet."""
    if not model.__pydantic_complete__:
        model.model_rebuild()


def schema_of(model: type[BaseModel]) -> CoreSchema:
    """Return the core schema of a model, which is built for it.

    Args:
        model: the model.
    """
    _build(model)
    return model.__pydantic_core_schema__
