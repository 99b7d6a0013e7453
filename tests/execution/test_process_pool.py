"""Many requests: nobody gathers their results, and workers are forked from a process that may be forked."""

import subprocess
import sys
import weakref
from collections.abc import Generator
from pathlib import Path

from agent.execution.process_pool import Runs, workers_for
from agent.use_cases.generate import GenerateCommand, generate
from agent.use_cases.inputs.bundles import BundleFiles
from foundation.model.events import EventLog
from foundation.model.run.request import GenerationRequest, GenerationResult
from tests.support.generation import EXAMPLES

_PRELOADED = """
import importlib, sys, threading
for name in ("agent.execution.preload", "agent.bootstrap.use_cases.generate"):
    importlib.import_module(name)
threads = [line for line in open("/proc/self/status") if line.startswith("Threads:")]
print(threads[0].split()[1], "semantic_kernel" in sys.modules, "helm_python" in sys.modules)
"""


class Living:
    """Counts the results that somebody still holds."""

    def __init__(self) -> None:
        self.most = self._now = 0

    def made(self, request: GenerationRequest) -> GenerationResult:
        result = GenerationResult(component=request.bundle.component.name, status="generated")
        self._now += 1
        weakref.finalize(result, self._gone)
        self.most = max(self.most, self._now)
        return result

    def _gone(self) -> None:
        self._now -= 1

    def generate(self, request: GenerationRequest) -> GenerationResult:
        return self.made(request)


def requests_in(folder: Path, count: int) -> BundleFiles:
    text = (EXAMPLES / "minimal.yaml").read_text()
    for number in range(count):
        (folder / f"{number:02}.yaml").write_text(text.replace("Ping", f"Ping{number}"))
    return BundleFiles(paths=[str(folder)])


def test_results_are_handed_on_and_not_gathered(tmp_path: Path) -> None:
    living = Living()
    runs = Runs(lambda: living, lambda: living, "", lambda _: False, tied=True)  # type: ignore[arg-type, return-value]
    done = generate(
        GenerateCommand(bundles=requests_in(tmp_path, 30), keep_refused=str(tmp_path / "refused")),
        run=runs,
        reject=lambda _source, _error: EventLog(events=[]),
        complete=lambda error, _options: error,
        digest=lambda _: "",
        unchanged=lambda _: None,
        host_collisions=lambda _: [],
        contexts=lambda *_: None,
    )
    names = [result.component for result in done.results]
    assert names == [f"Ping{number}" for number in range(30)]
    assert done.total == len(names)
    assert living.most <= 2  # the one that is looked at, and the next while it is made


def test_nothing_is_run_before_somebody_wants_a_result(tmp_path: Path) -> None:
    ran: list[str] = []

    def run(requests: list[GenerationRequest], _: int) -> Generator[GenerationResult]:
        for request in requests:
            ran.append(request.bundle.component.name)
            yield GenerationResult(component=ran[-1], status="generated")

    done = generate(
        GenerateCommand(bundles=requests_in(tmp_path, 3)),
        run=run,
        reject=lambda _source, _error: EventLog(events=[]),
        complete=lambda error, _options: error,
        digest=lambda _: "",
        unchanged=lambda _: None,
        host_collisions=lambda _: [],
        contexts=lambda *_: None,
    )
    assert ran == []
    assert next(done.results).component == "Ping0"
    assert ran == ["Ping0"]


def test_the_process_that_workers_are_forked_from_has_one_thread_and_no_helm() -> None:
    done = subprocess.run([sys.executable, "-c", _PRELOADED], capture_output=True, text=True, check=True)
    assert done.stdout == "1 True False\n"


def test_few_requests_share_one_process() -> None:
    assert [workers_for(requests, 0) for requests in (0, 1, 39)] == [1, 1, 1]
    assert workers_for(2, 8) == 8
