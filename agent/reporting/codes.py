"""Codes as text and as plain data."""

from collections.abc import Sequence
from typing import Any

from foundation.model.codes import Codes, KnownCode


def codes_text(known: Sequence[KnownCode]) -> str:
    """Return a line for each code."""
    width = max(len(entry.code) for entry in known)
    return "".join(f"{entry.code:<{width}}  {entry.severity or entry.kind:<7}  {entry.title}\n" for entry in known)


def code_text(entry: KnownCode, profile: str | None) -> str:
    """Return what a code means, how to mend what it is about, and where it comes from.

    Args:
        entry: the code.
        profile: the profile whose parameters a rule has, if one is known.
    """
    lines = [
        f"{entry.code} ({entry.severity or entry.kind})",
        "",
        f"  {entry.title}",
        f"  mend: {entry.remedy}",
        *([f"  looks at: {', '.join(entry.kinds)}"] if entry.kinds else []),
        *(f"  parameter: {name} = {value}" for name, value in entry.parameters.items()),
        *([f"  profile: {profile}"] if entry.kind == "rule" and profile else []),
        *(f"  see: {reference}" for reference in entry.references),
    ]
    return "".join(f"{line}\n" for line in lines)


def codes_data(told: Codes) -> list[dict[str, Any]]:
    """Return codes as plain data; what only rules have is left out of the others."""
    return [_data(entry) for entry in told.codes]


def _data(entry: KnownCode) -> dict[str, Any]:
    of_rules = {"severity", "kinds", "parameters"} if entry.kind != "rule" else None
    return entry.model_dump(exclude=of_rules)
