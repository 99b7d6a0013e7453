"""Workers look for garbage as seldom as the program itself does."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.generation import ROOT

_WORKER = """
import gc
from agent.execution.worker_runs import prepare
prepare(lambda: None)
print(gc.get_threshold()[0], gc.get_freeze_count() > 0)
"""


def test_a_worker_leaves_alone_what_is_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", _WORKER], capture_output=True, text=True, check=True)
    assert done.stdout == "500000 True\n"


_POOL = """
import os
from pathlib import Path
from agent.execution.workers import worker_pool
def started_with():
    return b"GOGC=800" in Path("/proc/self/environ").read_bytes().split(b"\\0")
if __name__ == "__main__":
    with worker_pool(1, [], int) as pool:
        print(pool.submit(started_with).result(), started_with())
"""


def test_a_worker_is_started_with_what_go_reads_at_its_start(tmp_path: Path) -> None:
    """Go hears of no variable that a process sets later."""
    (tmp_path / "pool.py").write_text(_POOL)
    environment = {name: value for name, value in os.environ.items() if name != "GOGC"} | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(tmp_path / "pool.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == "True False\n"
