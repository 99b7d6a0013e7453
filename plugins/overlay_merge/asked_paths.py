"""Paths that somebody asks for and at which nothing is set."""

import re
from collections.abc import Iterable

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.layer import Layer
from foundation.model.errors import Problem
from foundation.model.names import nearest
from foundation.source.known_keys import valid_names
from foundation.source.tree import shown

#: What stands before a setting in the bundle, but not in what the layers make of it.
_PLACE = re.compile(r"^(?:component|(?:tenants\.[^.]+\.)?environments\.[^.]+|tenants\.[^.]+)\.")
_INDEX = re.compile(r"\[[^\]]*\]")


def nothing_at(path: str, environments: Iterable[EffectiveEnvironment]) -> Problem:
    """Say why there is nothing at a path, and which path may be meant.

    Args:
        path: a path without any value at or below it.
        environments: the environments that were asked.
    """
    known = {part for environment in environments for place in environment.origins for part in _parts(place)}
    setting = _PLACE.sub("", path)
    if setting in known:
        return _problem(path, f"Did you mean {setting}? Settings are shown as the layers make them.")
    entries = [place for place in known if "[" in place] if "[" in setting else []
    if close := nearest(setting, entries):
        return _problem(path, f"Did you mean {close}?")
    if _is_setting(setting):
        message = f"{shown(setting)} is a setting, but no layer gives it a value"
        remedy = "Set it in the bundle; `explain` without a path shows all values."
        return Problem(code="path-unknown", message=message, remedy=remedy)
    close = nearest(setting, known) or nearest(setting, Layer.model_fields)
    return _problem(path, f"Did you mean {close}?" if close else "`explain` without a path shows all values.")


def _problem(path: str, remedy: str) -> Problem:
    return Problem(code="path-unknown", message=f"no value is set at {shown(path)!r}", remedy=remedy)


def _parts(path: str) -> Iterable[str]:
    """Return a path and everything that it is below of."""
    ends = (match.start() for match in re.finditer(r"[.\[]", path))
    return [path, *(path[:end] for end in ends)]


def _is_setting(path: str) -> bool:
    """Tell whether the model has a field at a path; names of entries stand in its brackets."""
    inside: tuple[str | int, ...] = ()
    for part in path.split("."):
        name = _INDEX.sub("", part)
        if name not in valid_names(Layer, inside):
            return False
        inside = (*inside, name, *(0 for _ in _INDEX.findall(part)))
    return True
