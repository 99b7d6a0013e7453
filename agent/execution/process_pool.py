"""Running many requests: one after another, or in worker processes."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from foundation.model.run.request import GenerationRequest, GenerationResult

if TYPE_CHECKING:
    # The kernel comes with it, and whoever only wires need not wait for that.
    from agent.execution.runner import Runner

#: A worker takes seconds to load the kernel; fewer requests than this are faster without one.
_REQUESTS_PER_WORKER = 40

#: Takes the number of all requests and each result as it comes.
Watch = Callable[[int, GenerationResult], None]


class Runs:
    """Runs requests, in worker processes where that is faster.

    Args:
        here: returns the runner of this process, which is made when there is something to run.
        build: makes the runner of a worker process; it is sent to each of them.
        preload: module of ``build``, which takes time to load too.
        asks_models: tells whether a model may be asked for any request: the budget of a run is kept in one process.
        watch: sees each result.
        tied: whether this process holds what the runs need, such as an agent that lives on or a stream of events.
    """

    def __init__(
        self,
        here: "Callable[[], Runner]",
        build: "Callable[[], Runner]",
        preload: str,
        asks_models: Callable[[list[GenerationRequest]], bool],
        watch: Watch,
        *,
        tied: bool = False,
    ) -> None:
        self._here = here
        self._build = build
        self._preload = preload
        self._asks_models = asks_models
        self._watch = watch
        self._tied = tied

    def __call__(self, requests: list[GenerationRequest], jobs: int) -> list[GenerationResult]:
        """Run requests; the results are in their order.

        Args:
            requests: what to run.
            jobs: how many processes are wanted; 0 chooses.
        """
        workers = workers_for(len(requests), jobs)
        if workers > 1 and not self._tied and not self._asks_models(requests):
            return self._in_workers(requests, workers)
        runner, results = self._here(), []
        for request in requests:
            results.append(runner.generate(request))
            self._watch(len(requests), results[-1])
        return results

    def _in_workers(self, requests: list[GenerationRequest], workers: int) -> list[GenerationResult]:
        # The fork server loads the kernel once; each worker is forked from it before Helm's Go
        # runtime starts, which could not survive a fork.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["agent.execution.preload", self._preload])
        results = []
        with ProcessPoolExecutor(workers, context, _start_worker, (self._build,)) as pool:
            chunk = max(1, min(8, len(requests) // (workers * 4)))
            for result in pool.map(_generate, requests, chunksize=chunk):
                results.append(result)
                self._watch(len(requests), result)
        return results


def workers_for(requests: int, wanted: int) -> int:
    """Return how many processes share some requests.

    Args:
        requests: their number.
        wanted: how many are wanted; 0 chooses by the number of requests and processors.
    """
    return 1 if requests <= 1 else wanted or min(os.cpu_count() or 1, 1 + requests // _REQUESTS_PER_WORKER)


#: The runner of a worker process, which `_start_worker` makes.
_runner: "Runner"


def _start_worker(build: "Callable[[], Runner]") -> None:
    global _runner
    # Ctrl-C reaches every process of the terminal; the main one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _runner = build()


def _generate(request: GenerationRequest) -> GenerationResult:
    return _runner.generate(request)
