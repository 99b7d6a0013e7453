"""The examples of the bundle reference: one for each field (docs/bundle-examples.yaml)."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel

from foundation.source.document import parse_documents

FILE = Path(__file__).resolve().parents[2] / "docs" / "bundle-examples.yaml"


class Examples:
    """Finds the example of a field.

    Args:
        data: the content of the file: ``bundle``, ``component`` and ``application`` by field, ``shapes`` by
            name and field, and ``beside``, what an example needs to make sense.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def of_place(self, name: str, place: str | None = None) -> dict[str, Any]:
        """Return what a person writes for a field of a bundle, a component or an application.

        Args:
            name: the field.
            place: where it stands, if a bundle and a component have different fields of this name.

        Raises:
            LookupError: there is no example.
        """
        for there in [place] if place else ("component", "bundle", "application"):
            if name in self.data[there]:
                return {**self.data["beside"].get(name, {}), name: self.data[there][name]}
        raise LookupError(f"{FILE.name} has no example of {name}")

    def of_shape(self, shape: type[BaseModel], name: str) -> dict[str, Any]:
        """Return what a person writes for a field of a shape; one that it inherits may be shown by its base.

        Raises:
            LookupError: there is no example.
        """
        for base in shape.__mro__:
            given = self.data["shapes"].get(base.__name__, {})
            if name in given:
                return {name: given[name]}
        raise LookupError(f"{FILE.name} has no example of {shape.__name__}.{name}")


def read_examples() -> Examples:
    """Return the examples of the file."""
    return Examples(parse_documents(FILE.read_text(encoding="utf-8"), FILE.name)[0].data)
