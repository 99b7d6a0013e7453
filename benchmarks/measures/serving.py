"""What generations over HTTP and MCP take, eight clients at once, and what a second worker gains."""

import os
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks.figures import Figure
from benchmarks.measuring import ROOT, Cost, program
from benchmarks.processes import measured_by
from benchmarks.workspace import Workspace

_BUNDLE = ROOT / "examples" / "order-service.yaml"
_OF = "the order example over HTTP, 8 clients at once"
_OF_MCP = "the order example as a call of an MCP tool over HTTP, 8 clients at once"


def serving_figures(workspace: Workspace) -> list[Figure]:
    """Return how long requests take, how long the server's loop holds others up, and whether its memory grows."""
    with _server(workspace) as (address, process):
        found = measured_by("serving", workspace, address, str(process), str(_BUNDLE))
        called = measured_by("mcp_calls", workspace, address, str(_BUNDLE))
    before, after = found["memory"]
    return [
        *_walls("http", f"of {_OF}, where nothing has changed", found["unchanged"], (60, 250)),
        *_walls("http_anew", f"of {_OF}, each compiled anew", found["forced"], (None, 250)),
        *_walls("mcp_anew", f"of {_OF_MCP}, each compiled anew", called, (None, 250)),
        _second_worker(workspace),
        _milliseconds("http_loop", "longest wait for /healthz meanwhile", max(found["looks"]), found["looks"], 50),
        Figure(
            "http_memory",
            "memory of the server and its processes after 2,000 more generations ÷ before",
            Cost(0, 0, after, len(found["unchanged"])),
            after / before,
            "x",
            aim=1.1,
        ),
    ]


def _second_worker(workspace: Workspace) -> Figure:
    """Return how much more two workers do in the same time than one."""
    one, two = (_together(workspace, workers) for workers in (1, 2))
    what = f"generations in the same time of {_OF}, each compiled anew, by two workers ÷ by one"
    return Figure("times_faster_with_two_workers", what, Cost(two, 0), one / two, "x", aim=1.7)


def _together(workspace: Workspace, workers: int) -> float:
    """Return the seconds that the same generations take together with some workers."""
    with _server(workspace, workers) as (address, _):
        return float(measured_by("throughput", workspace, address, str(_BUNDLE)))


def _walls(name: str, what: str, walls: Sequence[float], aims: tuple[float | None, float | None]) -> list[Figure]:
    """Return the median, and what 99 of 100 requests stay below."""
    return [
        _milliseconds(f"{name}_p50", f"median time {what}", statistics.median(walls), walls, aims[0]),
        _milliseconds(
            f"{name}_p99",
            f"time that 99 of 100 take less than, {what}",
            statistics.quantiles(walls, n=100)[98],
            walls,
            aims[1],
        ),
    ]


def _milliseconds(name: str, what: str, wall: float, walls: Sequence[float], aim: float | None) -> Figure:
    return Figure(name, what, Cost(wall, 0, runs=len(walls)), wall * 1000, "ms", aim=aim)


@contextmanager
def _server(workspace: Workspace, workers: int = 0) -> Iterator[tuple[str, int]]:
    """Run a server; yields its address and its process.

    Args:
        workspace: where it reads and writes.
        workers: its processes; 0 takes one for each processor.
    """
    folder = workspace.folder / "served"
    folder.mkdir(exist_ok=True)
    own = {
        "INFRA_ENGINEER_WORKSPACE": str(folder),
        "INFRA_ENGINEER_HTTP_REQUESTS_PER_MINUTE": "0",
        "INFRA_ENGINEER_HTTP_WORKERS": str(workers),
    }
    environment = {**os.environ, **workspace.environment, **own}
    command = [program(), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stderr is not None
        try:
            yield server.stderr.readline().split()[-1], server.pid
        finally:
            server.terminate()
