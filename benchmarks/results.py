"""results.json: the figures of one run on one machine."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from benchmarks.measuring import Cost

RESULTS = Path(__file__).resolve().parent / "results.json"


def results_of(figures: Sequence[Figure], growth: Mapping[str, Mapping[int, Cost]]) -> dict[str, Any]:
    """Return everything that was measured as plain data."""
    return {
        "machine": {
            "processors": os.cpu_count(),
            "architecture": platform.machine(),
            "system": platform.system(),
            "python": platform.python_version(),
        },
        "figures": [figure.as_data() for figure in figures],
        "growth": {
            what: [{"size": size, **cost.as_data()} for size, cost in costs.items()] for what, costs in growth.items()
        },
    }


def write_results(results: Mapping[str, Any], path: Path = RESULTS) -> None:
    """Write them."""
    path.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_results(path: Path = RESULTS) -> dict[str, Any]:
    """Return them."""
    results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return results
