"""What a component costs in a process that is warm, beside the helm program for the same charts."""

import statistics
import subprocess
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from benchmarks.figures import Beside, Figure
from benchmarks.measuring import Cost, median
from benchmarks.processes import costs_in, measured_by, tool
from benchmarks.workspace import Workspace
from foundation.helm.collector import LESS_OFTEN

ENVIRONMENTS = 3
_BUNDLES = 100
_CHARTS = 10


def warm_figures(workspace: Workspace) -> list[Figure]:
    """Return the cost per component and environment, and how often it goes into that of helm processes."""
    output = workspace.folder / "warm"
    bundles = workspace.bundle_folder("warm", _BUNDLES)
    ours = costs_in(_pairs(workspace, bundles, output), ENVIRONMENTS)
    helm = _helm_processes(output)
    beside = Beside("helm lint, a helm template per environment, helm package: a process each", helm)
    of = "per component and environment, warm, one process"
    return [
        Figure("warm_processor", f"processor time {of}", ours, ours.processor * 1000, "ms", beside, aim=15),
        Figure("times_faster_than_helm", f"helm processes ÷ ours, {of}", ours, helm.wall / ours.wall, "x", aim=10),
    ]


def _pairs(workspace: Workspace, bundles: Path, output: Path) -> list[tuple[float, float]]:
    """Return wall and processor seconds of each bundle in a process that is set up as the agent's workers are."""
    pairs: list[tuple[float, float]] = measured_by("warm", workspace, str(bundles), str(output), **LESS_OFTEN)
    return pairs


def _helm_processes(output: Path) -> Cost:
    """Return what the helm program costs per component and environment."""
    costs = []
    for chart in sorted(output.glob("*/charts/*/Chart.yaml"))[:_CHARTS]:
        costs.append(_helm_for(chart.parent, output.parent / "packed"))
    return median(costs)


def _helm_for(chart: Path, packed: Path) -> Cost:
    helm, values = tool("helm"), sorted(chart.glob("values-*.yaml"))
    commands = [["lint", "--strict", str(chart)], ["package", str(chart), "--destination", str(packed)]]
    commands += [["template", chart.name, str(chart), "--values", str(file)] for file in values]
    before, started = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    for command in commands:
        subprocess.run([str(helm), *command], check=True, capture_output=True)
    wall, after = time.perf_counter() - started, getrusage(RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall / len(values), processor / len(values))


def warm_median(workspace: Workspace, name: str, environments: int, values: int) -> Cost:
    """Return the cost of a whole component of one size.

    Args:
        workspace: where to read and write.
        name: name of its bundles' folder.
        environments: how many environments it has.
        values: how many environment variables it has.
    """
    bundles = workspace.bundle_folder(name, 10, environments, values)
    pairs = _pairs(workspace, bundles, workspace.folder / "grown" / name)
    walls, processors = zip(*pairs, strict=True)
    return Cost(statistics.median(walls), statistics.median(processors), runs=len(pairs))
