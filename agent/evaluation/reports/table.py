"""Results of an evaluation as text: what did not pass, and a row for each version and model."""

from collections.abc import Iterator, Sequence

from agent.evaluation.outcome import CaseResult
from agent.evaluation.reports.junit import why
from agent.evaluation.summary import Row, summarise
from agent.reporting.mistakes import printable

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


def results_text(results: Sequence[CaseResult], *, plain: bool) -> str:
    """Return what did not pass, what was skipped, and a row for each version and model.

    Args:
        results: the results.
        plain: whether the rows are lines of their own, for logs.
    """
    rows = summarise(results)
    lines = [*_not_passed(results), *_skipped(results), *(_plain(rows) if plain else _table(rows))]
    if any(row.provider == "stand-in" for row in rows):
        lines.append("scripted: no model was asked; a script wrote these answers.")
    if not results:
        lines.append("nothing to do: no case failed")
    return "".join(f"{line}\n" for line in lines)


def _not_passed(results: Sequence[CaseResult]) -> Iterator[str]:
    for result in results:
        if result.status != "passed":
            yield f"{result.status}  {result.label}"
            for reason in why(result):
                yield from (f"    {line}" for line in printable(reason).splitlines())


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


def _plain(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        figures = zip(_HEADS[2:], _cells(row)[2:], strict=True)
        yield f"v{row.version} {row.model}: {', '.join(f'{head} {cell}' for head, cell in figures)}"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    lines = [list(_HEADS), *(_cells(row) for row in rows)] if rows else []
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADS))] if rows else []
    for line in lines:
        text = [f"{cell:<{width}}" for cell, width in zip(line[:2], widths[:2], strict=True)]
        figures = [f"{cell:>{width}}" for cell, width in zip(line[2:], widths[2:], strict=True)]
        yield "  ".join([*text, *figures])
