"""Workers look for garbage as seldom as the program itself does."""

import subprocess
import sys

_WORKER = """
import gc
from agent.execution.worker_runs import prepare
prepare(lambda: None)
print(gc.get_threshold()[0], gc.get_freeze_count() > 0)
"""


def test_a_worker_leaves_alone_what_is_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", _WORKER], capture_output=True, text=True, check=True)
    assert done.stdout == "200000 True\n"
