"""Chart.yaml is what Helm's lint wants it to be (``chartfile.go``) and what Helm loads (``metadata.go``)."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from foundation.model.expressions import expression
from foundation.model.names import SEMANTIC_VERSION
from plugins.k8s_validator.subject.documents import read_text

_VERSION = expression(SEMANTIC_VERSION + r"(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?")
#: Narrower than the library's that Helm asks; what is wider is Helm's to judge.
_ADDRESS = expression(r"https?://[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z]{2,10})(/[A-Za-z0-9._/-]*)?")
_MAIL = expression(r"[a-z0-9]+([._-][a-z0-9]+)*@[a-z0-9]+(-[a-z0-9]+)*\.[a-z]{2,10}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable()


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def _is_maintainer(value: Any) -> bool:
    """A maintainer has a name; mail and address are ones."""
    return (
        isinstance(value, dict)
        and value.keys() <= {"name", "email", "url"}
        and _is_text(value.get("name"))
        and value["name"].strip() != ""
        and ("email" not in value or (isinstance(value["email"], str) and _MAIL.fullmatch(value["email"]) is not None))
        and ("url" not in value or _is_address(value["url"]))
    )


def _all(is_one: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(is_one, value))


def _are_annotations(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, (*value, *value.values())))


#: Charts inside the chart are looked at by Helm alone, so dependencies are not among them.
_FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "apiVersion": lambda value: value == "v2",
    "name": lambda value: (
        _is_text(value) and re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", value) is not None
    ),
    "version": lambda value: isinstance(value, str) and _VERSION.fullmatch(value) is not None,
    "appVersion": _is_text,
    "type": lambda value: value == "application",
    "icon": _is_address,
    "sources": _all(_is_address),
    "maintainers": _all(_is_maintainer),
    "keywords": _all(_is_text),
    "annotations": _are_annotations,
    "deprecated": lambda value: isinstance(value, bool),
    **dict.fromkeys(("home", "description", "condition", "tags", "kubeVersion"), _is_text),
}


def chart_file_faults(text: str) -> Iterator[str]:
    """Yield what may be wrong with Chart.yaml.

    Args:
        text: the file.
    """
    parsed = read_text(text, "Chart.yaml")
    if parsed.problems or len(parsed.objects) != 1 or not isinstance(parsed.objects[0], dict):
        yield "Chart.yaml is not one mapping"
        return
    chart = parsed.objects[0]
    for key in ("apiVersion", "name", "version"):
        if key not in chart:
            yield f"Chart.yaml has no {key}"
    for key, value in chart.items():
        if key not in _FIELDS:
            yield f"Chart.yaml has the field {key}"
        elif not _FIELDS[key](value):
            yield f"{key} of Chart.yaml is not as it should be"
    if str(chart.get("version")).startswith("0.0.0-"):
        yield "the version is lower than any other"
