"""What a process costs: wall time, processor time and peak memory, as medians of several runs."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: How often a process is run that takes a second or less.
RUNS = 5
_KIB_PER_MB = 1000 * 1000 / 1024


@dataclass(frozen=True)
class Cost:
    """What something cost.

    Attributes:
        wall: seconds on the clock.
        processor: seconds of all processors, those of child processes included.
        peak: most memory of one process, in MB (a million bytes).
        runs: of how many runs these are the medians.
    """

    wall: float
    processor: float
    peak: float | None = None
    runs: int = 1

    def as_data(self) -> dict[str, float | int | None]:
        """Return it as plain data, rounded to what can be told apart."""
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()}


def cost_of(
    command: Sequence[str],
    *,
    runs: int = RUNS,
    warm: bool = True,
    environment: Mapping[str, str] | None = None,
    stdin: Path | None = None,
    codes: Sequence[int] = (0,),
    before: Callable[[], object] = lambda: None,
) -> Cost:
    """Run a process several times and return the medians.

    Args:
        command: the process.
        runs: how often.
        warm: whether it is run once before without being measured, so that its files are in memory.
        environment: variables beside those of this process.
        stdin: file that it reads.
        codes: the exit codes that it may have.
        before: called before each run, not measured.
    """
    costs = []
    for number in range(-1 if warm else 0, runs):
        before()
        cost = _run(command, {**os.environ, **(environment or {})}, stdin, codes)
        costs += [cost] if number >= 0 else []
    return median(costs)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median of each part of several costs."""
    peaks = [cost.peak for cost in costs if cost.peak is not None]
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.processor for cost in costs),
        statistics.median(peaks) if peaks else None,
        len(costs),
    )


def program() -> str:
    """Return the agent's program, beside this Python."""
    return str(Path(sys.executable).with_name("infra-engineer"))


def _run(command: Sequence[str], environment: Mapping[str, str], stdin: Path | None, codes: Sequence[int]) -> Cost:
    with open(stdin or os.devnull, "rb") as source:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, env=dict(environment), stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _KIB_PER_MB)
