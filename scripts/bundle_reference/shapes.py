"""The models behind a bundle: which shapes there are, what each field is, and where it may stand."""

import inspect
import re
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import models_json_schema

from foundation.model.bundle.application import Application, ApplicationComponent
from foundation.model.bundle.bundle import Bundle, Component
from foundation.model.bundle.layer import Layer, TenantLayer

#: Where a person can write settings, by what it is called. The first that has a field describes it.
PLACES: dict[str, type[BaseModel]] = {
    "bundle": Bundle,
    "application": Application,
    "component": Component,
    "component of an application": ApplicationComponent,
    "environment": Layer,
    "tenant": TenantLayer,
    "shared": Layer,
}
#: Models that are described field by field at the top of the page and not as shapes.
TOP = frozenset(PLACES.values())
_GROUP = re.compile(r"^    # (?P<title>[A-Z][^#]*)\.$|^    (?P<name>[a-z_]+): ")


@dataclass(frozen=True)
class Described:
    """A field as the page shows it.

    Attributes:
        name: how it is written.
        description: what it is.
        schema: JSON Schema of its value.
        required: whether it must be there.
        default: the model's own default, if that says something.
    """

    name: str
    description: str
    schema: dict[str, Any]
    required: bool
    default: Any = None


def written(name: str, field: FieldInfo) -> str:
    """Return how a field is written in a bundle."""
    return field.alias or name


def fields_of(model: type[BaseModel], schemas: dict[str, Any]) -> list[Described]:
    """Return the fields of a model in its own order."""
    properties = schemas[model.__name__]["properties"]
    return [
        Described(
            name=written(name, field),
            description=field.description or "",
            schema=properties[written(name, field)],
            required=field.is_required(),
            default=None if field.is_required() or isinstance(field.default, BaseModel) else field.default,
        )
        for name, field in model.model_fields.items()
    ]


def schemas_of_bundles() -> dict[str, Any]:
    """Return the JSON Schema of every model by its name."""
    models = [(model, "validation") for model in dict.fromkeys(PLACES.values())]
    _, schema = models_json_schema(typing.cast("Any", models), by_alias=True)
    return typing.cast("dict[str, Any]", schema["$defs"])


def shapes() -> dict[str, type[BaseModel]]:
    """Return every shape that a bundle's fields take, by its name; the models at the top are left out."""
    found: dict[str, type[BaseModel]] = {}
    waiting: list[type[BaseModel]] = [*TOP]
    while waiting:
        for field in waiting.pop().model_fields.values():
            for model in models_in(field.annotation):
                if model not in TOP and model.__name__ not in found:
                    found[model.__name__] = model
                    waiting.append(model)
    return dict(sorted(found.items()))


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from models_in(argument)


#: How the key of a field begins that a bundle has beside its component, and a component by the same name otherwise.
BUNDLES_OWN = "bundle-"


def key_of(place: str, name: str) -> str:
    """Return what tells a field from others: its name, but where a bundle and a component mean different things by it.

    Args:
        place: where it stands.
        name: how it is written.
    """
    own, setting = PLACES[place].model_fields.get(name), Layer.model_fields.get(name)
    differs = own is not None and setting is not None and own.annotation != setting.annotation
    return f"{BUNDLES_OWN}{name}" if differs and place in ("bundle", "application") else name


def places_of(key: str) -> list[str]:
    """Return where a field may stand; a component of an application has all that a component has."""
    found = [
        place
        for place, model in PLACES.items()
        if key in {key_of(place, written(*item)) for item in model.model_fields.items()}
    ]
    return [place for place in found if not (place == "component of an application" and "component" in found)]


def required_in(key: str) -> list[str]:
    """Return where a field must stand."""
    return [
        place
        for place in places_of(key)
        for known, field in PLACES[place].model_fields.items()
        if key_of(place, written(known, field)) == key and field.is_required()
    ]


def groups() -> dict[str, list[str]]:
    """Return the settings of a layer in the groups of ``foundation/model/bundle/layer.py``, by their titles."""
    found: dict[str, list[str]] = {}
    for line in inspect.getsource(Layer).splitlines():
        match = _GROUP.match(line)
        if match and match["title"]:
            found[match["title"]] = []
        elif match and match["name"] in Layer.model_fields:
            found[list(found)[-1]].append(match["name"])
    return found
