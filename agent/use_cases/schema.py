"""Schema: the JSON Schemas of bundles and applications."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

Form = Literal["bundle", "application"]


def schema(form: Form, *, published: Callable[[Form], Path]) -> str:
    """Return the JSON Schema of bundles, or of applications.

    Args:
        form: which schema.
        published: returns the generated file, not the models: loading those takes longer than all the rest.
    """
    return published(form).read_text(encoding="utf-8")
