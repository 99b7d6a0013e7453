"""How results of an evaluation look on a terminal."""

import sys
from collections.abc import Sequence

from agent.doors.cli.errors import printable
from agent.evaluation.outcome import CaseResult
from agent.evaluation.reports.junit import why
from agent.evaluation.summary import Row, summarise

_HEADS = (
    "version",
    "model",
    "pass rate",
    "passed",
    "failed",
    "stale",
    "missing",
    "errors",
    "tokens",
    "cost",
    "latency",
)


def write_results(results: Sequence[CaseResult], *, plain: bool) -> None:
    """Write what did not pass, what was skipped, and a row for each version and model.

    Args:
        results: the results.
        plain: whether to write the rows as lines, for logs.
    """
    out = sys.stdout
    for result in results:
        if result.status != "passed":
            out.write(f"{result.status}  {result.label}\n")
            for reason in why(result):
                out.write("".join(f"    {line}\n" for line in printable(reason).splitlines()))
    for line in _skipped(results):
        out.write(f"{line}\n")
    rows = summarise(results)
    if plain:
        for row in rows:
            figures = zip(_HEADS[2:], _cells(row)[2:], strict=True)
            out.write(f"v{row.version} {row.model}: {', '.join(f'{head} {cell}' for head, cell in figures)}\n")
    elif rows:
        _write_table(rows)
    if any(row.provider == "stand-in" for row in rows):
        out.write("scripted: no model was asked; a script wrote these answers.\n")
    if not results:
        out.write("nothing to do: no case failed\n")


def _skipped(results: Sequence[CaseResult]) -> list[str]:
    reasons: dict[tuple[str, str], int] = {}
    for result in results:
        for entry in result.assertions:
            if entry.status == "skipped":
                key = (entry.name, entry.reason or "")
                reasons[key] = reasons.get(key, 0) + 1
    return [f"skipped  {count} assertions {name} ({reason})" for (name, reason), count in sorted(reasons.items())]


def _cells(row: Row) -> list[str]:
    rate = "-" if row.rate is None else f"{row.rate:.1%}"
    counts = [row.passed, row.failed, row.stale, row.missing, row.errors, row.tokens]
    return [f"v{row.version}", row.model, rate, *map(str, counts), f"${row.cost:.4f}", f"{row.seconds:.3f} s"]


def _write_table(rows: Sequence[Row]) -> None:
    lines = [list(_HEADS), *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADS))]
    for line in lines:
        text = [f"{cell:<{width}}" for cell, width in zip(line[:2], widths[:2], strict=True)]
        figures = [f"{cell:>{width}}" for cell, width in zip(line[2:], widths[2:], strict=True)]
        sys.stdout.write("  ".join([*text, *figures]) + "\n")
