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
#: For prompts that draft: answers that were accepted, of all that were looked at.
_DRAFT_HEADS = ("first try", "accepted")


def results_text(results: Sequence[CaseResult], *, plain: bool) -> str:
    """Return what did not pass, what was skipped, and a row for each version and model.

    Args:
        results: the results.
        plain: whether the rows are lines of their own, for logs.
    """
    rows = summarise(results)
    lines = [
        *_not_passed(results),
        *_mending(results),
        *_skipped(results),
        *(_plain(rows) if plain else _table(rows)),
        *_refusals(rows),
    ]
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


def _mending(results: Sequence[CaseResult]) -> list[str]:
    """Return what to do where nothing was answered, once for all cases of which it is true."""
    remedies = dict.fromkeys(problem.remedy for result in results for problem in result.problems)
    return [f"mend: {printable(remedy)}" for remedy in remedies]


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
    return [_version(row), row.model, rate, *map(str, counts), f"${row.cost:.4f}", f"{row.seconds:.3f} s"]


def _version(row: Row) -> str:
    return " + ".join([f"v{row.version}", *row.systems])


def _acceptance(row: Row) -> list[str]:
    """Return how many drafts were accepted at the first try, and after repairs; nothing to tell of other prompts."""
    return [f"{count / row.drafts:.1%}" if row.drafts else "-" for count in (row.first, row.accepted)]


def _plain(rows: Sequence[Row]) -> Iterator[str]:
    drafts = any(row.drafts for row in rows)
    for row in rows:
        heads, cells = [*_HEADS[2:]], _cells(row)[2:]
        if drafts:
            heads, cells = [*heads, *_DRAFT_HEADS], [*cells, *_acceptance(row)]
        figures = ", ".join(f"{head} {cell}" for head, cell in zip(heads, cells, strict=True))
        yield f"{_version(row)} {row.model}: {figures}"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    if any(row.drafts for row in rows):
        heads, cells = [*_HEADS, *_DRAFT_HEADS], [[*_cells(row), *_acceptance(row)] for row in rows]
    else:
        heads, cells = [*_HEADS], [_cells(row) for row in rows]
    yield from _aligned([heads, *cells] if rows else [], left=2)


def _refusals(rows: Sequence[Row]) -> Iterator[str]:
    """Yield why answers were refused: a row for each code, a column for each version and model."""
    codes = sorted({code for row in rows for code in row.refusals})
    if codes:
        heads = ["refused because of", *(f"{_version(row)} {row.model}" for row in rows)]
        lines = [[code, *(str(row.refusals.get(code, 0)) for row in rows)] for code in codes]
        yield from _aligned([heads, *lines], left=1)


def _aligned(lines: Sequence[Sequence[str]], left: int) -> Iterator[str]:
    """Yield lines of cells in columns, the first of them to the left and figures to the right."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))] if lines else []
    for line in lines:
        cells = zip(line, widths, strict=True)
        padded = [
            f"{cell:<{width}}" if place < left else f"{cell:>{width}}" for place, (cell, width) in enumerate(cells)
        ]
        yield "  ".join(padded).rstrip()
