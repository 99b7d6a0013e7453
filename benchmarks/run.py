"""Measures how fast the agent is, beside the usual tools, in one run: ``make bench``.

It prints a table and writes ``benchmarks/results.json``. Figures are medians. Nothing is asserted: machines differ,
ratios are what to look at. ``python -m benchmarks.run start warm`` measures some subjects only and writes nothing.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.measures.batch import batch_cost, batch_figures
from benchmarks.measures.growth import growth
from benchmarks.measures.memory import memory_figures
from benchmarks.measures.reading import reading_figures
from benchmarks.measures.serving import serving_figures
from benchmarks.measures.start import start_figures
from benchmarks.measures.warm import warm_figures
from benchmarks.measuring import Cost
from benchmarks.results import results_of, write_results
from benchmarks.tables import figures_table, growth_tables, machine_line
from benchmarks.workspace import Workspace

SUBJECTS: dict[str, Callable[[Workspace], list[Figure]]] = {
    "warm": warm_figures,
    "batch": batch_figures,
    "start": start_figures,
    "reading": reading_figures,
    "memory": memory_figures,
    "serving": serving_figures,
}
_GROWTH = "growth"


def main(wanted: Iterable[str]) -> None:
    """Run the measures of some subjects, or all of them, and print the tables.

    Args:
        wanted: names of subjects; none for all, and only then the results are written.
    """
    chosen = list(wanted)
    unknown = set(chosen) - {*SUBJECTS, _GROWTH}
    if unknown:
        raise SystemExit(f"no such subject: {', '.join(sorted(unknown))}; there are {', '.join([*SUBJECTS, _GROWTH])}")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as users have it: a program's second start finds its bytecode
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        workspace, figures = Workspace(Path(name)), list[Figure]()
        batch_cost(workspace, 1, 1)
        for subject in [subject for subject in SUBJECTS if not chosen or subject in chosen]:
            print(f"measuring: {subject}", file=sys.stderr, flush=True)
            figures += SUBJECTS[subject](workspace)
        grown: dict[str, dict[int, Cost]] = {}
        if not chosen or _GROWTH in chosen:
            print(f"measuring: {_GROWTH}", file=sys.stderr, flush=True)
            grown = growth(workspace)
        results = results_of(figures, grown)
    if not chosen:
        write_results(results)
    print(f"{machine_line(results)}\n\n{figures_table(results)}\n{growth_tables(results)}")


if __name__ == "__main__":
    main(sys.argv[1:])
