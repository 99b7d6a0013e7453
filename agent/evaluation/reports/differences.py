"""Differences between two versions of a prompt as text."""

from collections.abc import Iterator, Sequence

from agent.evaluation.comparison import Difference, Uncompared
from agent.reporting.mistakes import printable

#: How many cases are named that have a difference in common.
_NAMED = 3


def differences_text(found: Sequence[Difference | Uncompared]) -> str:
    """Return every difference once, with the cases that have it, and what could not be compared."""
    shown: dict[tuple[str, ...], list[str]] = {}
    for entry in found:
        if isinstance(entry, Difference):
            # Many cases change in the same way: one text for all of them.
            shown.setdefault((entry.part, entry.name, *entry.lines), []).append(entry.case)
        else:
            shown.setdefault((entry.part, f"not compared ({entry.reason})"), []).append(entry.case)
    lines = [line for what, cases in shown.items() for line in _lines(*what, cases=cases)]
    return "".join(f"{line}\n" for line in lines or ["no difference"])


def _lines(part: str, name: str, *lines: str, cases: list[str]) -> Iterator[str]:
    many = f" and {len(cases) - _NAMED} more" if len(cases) > _NAMED else ""
    yield f"{part}: {printable(name)}  [{', '.join(cases[:_NAMED])}{many}]"
    for line in lines:
        yield f"    {printable(line)}".rstrip()
