"""A worker that is told to end while Python lets no exception pass ends all the same, a moment later."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.generation import ROOT

_POOL = """
import os
import signal
import time
from concurrent.futures.process import BrokenProcessPool
from agent.execution.workers import whole_or_not_at_all, worker_pool
class Dying:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
@whole_or_not_at_all
def work():
    Dying()
    time.sleep(20)
if __name__ == "__main__":
    try:
        with worker_pool(1, [], int) as pool:
            pool.submit(work).result()
    except BrokenProcessPool:
        print("it ended")
"""


def test_a_signal_that_comes_in_a_destructor_is_heard(tmp_path: Path) -> None:
    (tmp_path / "pool.py").write_text(_POOL)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "pool.py")],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=15,
    )
    assert (done.stdout, done.stderr) == ("it ended\n", "")
