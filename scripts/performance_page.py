"""The figures of docs/performance.md and its chart, from benchmarks/results.json alone."""

from pathlib import Path

from benchmarks.chart import chart
from benchmarks.results import read_results
from benchmarks.tables import figures_table, growth_tables, machine_line, verdict
from scripts.tables import with_part

PAGE = "docs/performance.md"
CHART = "docs/performance.svg"


def performance_pages(root: Path) -> dict[str, str]:
    """Return the page with its figures written anew, and the chart, by their paths.

    Args:
        root: the repository.
    """
    results, page = read_results(), (root / PAGE).read_text(encoding="utf-8")
    page = with_part(page, "machine", f"{machine_line(results)}.\n")
    page = with_part(page, "verdict", verdict(results))
    page = with_part(page, "figures", figures_table(results))
    return {PAGE: with_part(page, "growth", growth_tables(results)), CHART: chart(results)}
