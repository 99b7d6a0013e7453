"""Running many requests: one after another, or in worker processes."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

from agent.execution.runner import Runner
from foundation.model.run.request import GenerationRequest, GenerationResult

#: A worker takes seconds to load the kernel; fewer requests than this are faster without one.
_REQUESTS_PER_WORKER = 40

#: Takes the number of all requests and each result as it comes.
Watch = Callable[[int, GenerationResult], None]


def workers_for(requests: int, wanted: int) -> int:
    """Return how many processes share some requests.

    Args:
        requests: their number.
        wanted: how many are wanted; 0 chooses by the number of requests and processors.
    """
    return 1 if requests <= 1 else wanted or min(os.cpu_count() or 1, 1 + requests // _REQUESTS_PER_WORKER)


def run_here(requests: list[GenerationRequest], runner: Runner, watch: Watch) -> list[GenerationResult]:
    """Run requests one after another in this process."""
    return list(_watched(map(runner.generate, requests), len(requests), watch))


def run_in_workers(
    requests: list[GenerationRequest], build: Callable[[], Runner], workers: int, watch: Watch, preload: str
) -> list[GenerationResult]:
    """Run requests in worker processes; the results are in the order of the requests.

    Args:
        requests: what to run.
        build: makes the runner of a process; it is sent to each of them.
        workers: how many processes.
        watch: sees each result.
        preload: module of ``build``, which takes time to load too.
    """
    # The fork server loads the kernel once; each worker is forked from it before Helm's Go
    # runtime starts, which could not survive a fork.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["agent.execution.preload", preload])
    with ProcessPoolExecutor(workers, context, _start_worker, (build,)) as pool:
        chunk = max(1, min(8, len(requests) // (workers * 4)))
        return list(_watched(pool.map(_generate, requests, chunksize=chunk), len(requests), watch))


#: The runner of a worker process, which `_start_worker` makes.
_runner: Runner


def _start_worker(build: Callable[[], Runner]) -> None:
    global _runner
    # Ctrl-C reaches every process of the terminal; the main one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _runner = build()


def _generate(request: GenerationRequest) -> GenerationResult:
    return _runner.generate(request)


def _watched(results: Iterable[GenerationResult], total: int, watch: Watch) -> Iterator[GenerationResult]:
    for result in results:
        watch(total, result)
        yield result
