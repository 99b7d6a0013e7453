"""Running many requests: one after another, or in worker processes."""

import os
from collections.abc import Callable, Generator
from functools import partial
from typing import TYPE_CHECKING

from agent.telemetry.measurements import Measurement
from foundation.model.run.request import GenerationRequest, GenerationResult

if TYPE_CHECKING:
    # The kernel comes with it, and whoever only wires need not wait for that.
    from agent.execution.runner import Runner

#: A worker takes seconds to load the kernel; fewer requests than this are faster without one.
_REQUESTS_PER_WORKER = 40


class Runs:
    """Runs requests, in worker processes where that is faster.

    Args:
        here: returns the runner of this process, which is made when there is something to run.
        build: makes the runner of a worker process; it is sent to each of them.
        preload: module of ``build``, which takes time to load too.
        asks_models: tells whether a model may be asked for any request: the budget of a run is kept in one process.
        tied: whether this process holds what the runs need, such as an agent that lives on or a stream of events.
        absorb: takes what worker processes measured.
    """

    def __init__(
        self,
        here: "Callable[[], Runner]",
        build: "Callable[[], Runner]",
        preload: str,
        asks_models: Callable[[list[GenerationRequest]], bool],
        *,
        tied: bool = False,
        absorb: Callable[[list[Measurement]], None] = lambda _: None,
    ) -> None:
        self._here = here
        self._build = build
        self._preload = preload
        self._asks_models = asks_models
        self._tied = tied
        self._absorb = absorb

    def __call__(self, requests: list[GenerationRequest], jobs: int) -> Generator[GenerationResult]:
        """Run requests and yield the results in their order, each as soon as it is there.

        Args:
            requests: what to run.
            jobs: how many processes are wanted; 0 chooses.
        """
        if not requests:
            return
        workers = workers_for(len(requests), jobs)
        if workers > 1 and not self._tied and not self._asks_models(requests):
            yield from self._in_workers(requests, workers)
            return
        runner = self._here()
        for request in requests:
            yield runner.generate(request)

    def _in_workers(self, requests: list[GenerationRequest], workers: int) -> Generator[GenerationResult]:
        # Imported here: one request needs no other process.
        from agent.execution.worker_runs import generate, prepare
        from agent.execution.workers import worker_pool

        with worker_pool(workers, ["agent.execution.preload", self._preload], partial(prepare, self._build)) as pool:
            chunk = max(1, min(8, len(requests) // (workers * 4)))
            results = pool.map(generate, requests, chunksize=chunk)
            for _ in requests[1:]:
                yield self._whole(next(results))
            last = self._whole(next(results))
        # Whoever has the last one closes this generator, and processes that have things to send would be ended.
        yield last

    def _whole(self, made: tuple[GenerationResult, list[Measurement]]) -> GenerationResult:
        result, measured = made
        self._absorb(measured)
        return result


def workers_for(requests: int, wanted: int) -> int:
    """Return how many processes share some requests.

    Args:
        requests: their number.
        wanted: how many are wanted; 0 chooses by the number of requests and processors.
    """
    return 1 if requests <= 1 else wanted or min(os.cpu_count() or 1, 1 + requests // _REQUESTS_PER_WORKER)
