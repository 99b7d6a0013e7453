"""Semantic versions: ``semver('1.2.3').isLessThan(semver('1.10.0'))``."""

from typing import Any

from foundation.model.expressions import expression
from plugins.k8s_validator.admission.cel.native import BOOL, INT, OPAQUE, STRING, Native, accepts, marked

MARK = "kubernetes.Semver"
_NUMBER = r"(0|[1-9][0-9]{0,17})"
_FORM = expression(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    r"(?:-((?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*))?"
    r"(?:\+[0-9A-Za-z.-]+)?"
)


def _parse(text: str) -> dict[str, str]:
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:60]!r} is no semantic version")
    return {MARK: text.partition("+")[0]}


def order(version: Any) -> tuple[Any, ...]:
    """Return what versions are ordered by (Semantic Versioning 2.0.0, item 11).

    Raises:
        ValueError: the value is no version.
    """
    core, dash, before = marked(MARK, version).partition("-")
    numbers = tuple(map(int, core.split(".")))
    parts = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in before.split(".")) if dash else ()
    return (*numbers, not dash, parts)


FUNCTIONS = (
    Native("semver", (STRING,), OPAQUE, _parse, member=False),
    Native("isSemver", (STRING,), BOOL, accepts(_parse), member=False),
    Native("major", (OPAQUE,), INT, lambda version: order(version)[0]),
    Native("minor", (OPAQUE,), INT, lambda version: order(version)[1]),
    Native("patch", (OPAQUE,), INT, lambda version: order(version)[2]),
)
