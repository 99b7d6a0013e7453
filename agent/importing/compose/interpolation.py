"""Variables in compose files: a default that is written down is taken, what only a shell knows is not."""

import re
from typing import Any

from agent.importing.draft import Draft
from agent.importing.objects import Place
from foundation.source.tree import Path

_VARIABLE = re.compile(
    r"\$(?:(?P<dollar>\$)|(?P<plain>[A-Za-z_]\w*)|\{(?P<name>[A-Za-z_]\w*)(?:(?P<operator>:?[-?+])(?P<word>[^}]*))?\})"
)
_UNKNOWN = object()


def interpolated(data: Any, draft: Draft, place: Place, path: Path = ()) -> Any:
    """Return data with its variables filled in; what has a variable without a default is left out and told."""
    if isinstance(data, dict):
        filled = {key: interpolated(value, draft, place, (*path, key)) for key, value in data.items()}
        return {key: value for key, value in filled.items() if value is not _UNKNOWN}
    if isinstance(data, list):
        items = [interpolated(value, draft, place, (*path, index)) for index, value in enumerate(data)]
        return [item for item in items if item is not _UNKNOWN]
    if not isinstance(data, str) or "$" not in data:
        return data
    unknown = [match for match in _VARIABLE.finditer(data) if _value(match) is None]
    if unknown:
        names = ", ".join(sorted({match["plain"] or match["name"] for match in unknown}))
        draft.leave_out(
            place.at(*path),
            f"the value of {names} is in no file",
            "Fill it in, or run the import on the output of `docker compose config`.",
            "variable-unknown",
        )
        return _UNKNOWN
    return _VARIABLE.sub(lambda match: _value(match) or "", data)


def _value(match: "re.Match[str]") -> str | None:
    if match["dollar"]:
        return "$"
    operator = match["operator"] or ""
    if operator.endswith("-"):
        return str(match["word"])
    return "" if operator.endswith("+") else None
