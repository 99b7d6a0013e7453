"""Prints how fast the agent is, beside the usual tools, in one run: ``make bench``.

Figures are medians. Nothing is asserted: machines differ, ratios are what to look at.
"""

import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.bundles import bundles
from benchmarks.validation import MANIFESTS, validation_seconds

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = 3
BUNDLES = 200
SHELL_SAMPLE = 10
WARM_UP = 10
PROCESS_RUNS = 5


def main() -> None:
    """Run every measure and print the table."""
    from agent.bootstrap.use_cases.generate import build_runs
    from agent.settings import Settings
    from agent.use_cases.inputs.requests import requests_of
    from foundation.model.destination import workspace
    from foundation.model.run.request import Options
    from foundation.source.bundle import bundle_from_data

    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        settings = Settings(state_dir=folder / "state")
        sources = [bundle_from_data(data, f"bundle {number}") for number, data in enumerate(bundles(BUNDLES))]
        requests = requests_of(sources, Options(destination=workspace(str(folder / "one"))), many=True)
        warm = warm_times(requests, settings)
        per_environment = statistics.median(warm) / ENVIRONMENTS
        _row("warm, one process: per component and environment", f"{per_environment:.1f} ms")
        cores = os.cpu_count() or 1
        all_cores = requests_of(sources, Options(destination=workspace(str(folder / "all"))), many=True)
        seconds = _seconds(lambda: build_runs(settings)(all_cores, cores))
        _row(
            f"{BUNDLES} bundles x {ENVIRONMENTS} environments, {cores} processes, start included",
            f"{seconds:.1f} s, {BUNDLES * ENVIRONMENTS / seconds:.0f} component-environments/s",
        )
        places = [
            request.options.destination.place for request in requests[:SHELL_SAMPLE] if request.options.destination
        ]
        shell = shell_times(folder / "one", places)
        shell_environment = statistics.median(shell) / ENVIRONMENTS
        _row("helm processes: lint, template per environment, package", f"{shell_environment:.1f} ms")
        _row("ratio: helm processes / agent", f"{shell_environment / per_environment:.1f} x")
        validation()
        start_up(folder)


def validation() -> None:
    """Print how long a thousand manifests take under all rules."""
    seconds, rules = validation_seconds()
    _row(f"{MANIFESTS} manifests, {rules} rules, one core", f"{seconds:.2f} s (aim: 1.00 s)")


def warm_times(requests: list["GenerationRequest"], settings: "Settings") -> list[float]:  # noqa: F821
    """Return the milliseconds of each request in this process, after a warm-up."""
    from agent.bootstrap import build_agent

    runner = build_agent(settings).runner
    times = []
    for request in requests:
        started = time.perf_counter()
        result = runner.generate(request)
        times.append((time.perf_counter() - started) * 1000)
        assert result.fault is None, result.problems
    return times[WARM_UP:]


def shell_times(folder: Path, outputs: list[str]) -> list[float]:
    """Return the milliseconds that the helm program takes for the same charts."""
    helm = ROOT / ".cache" / "tools" / "helm"
    times = []
    for output in outputs:
        (chart,) = (path for path in (Path(output) / "charts").iterdir() if path.is_dir())
        commands = [["lint", "--strict", str(chart)], ["package", str(chart), "--destination", str(folder / "packed")]]
        for values in sorted(chart.glob("values-*.yaml")):
            commands.append(["template", chart.name, str(chart), "--values", str(values)])
        started = time.perf_counter()
        for command in commands:
            subprocess.run([str(helm), *command], check=True, capture_output=True)
        times.append((time.perf_counter() - started) * 1000)
    return times


def start_up(folder: Path) -> None:
    """Print the times of whole processes."""
    program = str(Path(sys.executable).with_name("infra-engineer"))
    example = str(ROOT / "examples" / "order-service.yaml")
    environment = {**os.environ, "INFRA_ENGINEER_STATE_DIR": str(folder / "state")}
    kernel = _process([sys.executable, "-c", "import semantic_kernel"], environment)
    generate = _process([program, "generate", example, "-q", "-o", str(folder / "single")], environment)
    _row("python -c 'import semantic_kernel'", f"{kernel:.2f} s")
    _row("infra-engineer generate, one bundle", f"{generate:.2f} s (aim: {1.2 * kernel + 0.3:.2f} s)")
    for command in ("--help", "schema"):
        _row(f"infra-engineer {command}", f"{_process([program, command], environment):.2f} s (aim: 0.40 s)")


def _process(command: list[str], environment: dict[str, str]) -> float:
    def run() -> None:
        subprocess.run(command, check=True, capture_output=True, env=environment)

    run()
    return statistics.median(_seconds(run) for _ in range(PROCESS_RUNS))


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _row(what: str, figure: str) -> None:
    print(f"{what:<75} {figure}", flush=True)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    print(json.dumps({"python": sys.version.split()[0], "processors": os.cpu_count()}))
    main()
