"""Generating many bundles: names that collide, worker processes, progress."""

import multiprocessing
import os
import signal
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from agent.bootstrap import Agent, build_agent, build_library
from agent.settings import Settings
from agent.use_cases.tenants import for_tenants
from foundation.model.errors import InputError, Problem
from foundation.model.names import dns_label
from foundation.model.run.request import GenerationRequest, GenerationResult, Options
from foundation.source.bundle import SourcedBundle

#: A worker takes seconds to load the kernel; fewer bundles than this are faster without one.
_BUNDLES_PER_WORKER = 40


def prepare(
    sources: list[SourcedBundle], options: Options, many: bool, tenants: list[str] | None = None, every: bool = False
) -> list[GenerationRequest]:
    """Return a request for each bundle, or for each bundle and tenant.

    Args:
        sources: the bundles.
        options: how to run; the output folder is the common one.
        many: whether each component gets a folder of its own in the output folder.
        tenants: tenants to generate for, each into a folder of its own; the bundle's own tenant if ``None``.
        every: whether to generate for all tenants of each bundle.

    Raises:
        InputError: two components map to the same name, or there is no such tenant.
    """
    if not tenants and not every:
        return _requests(sources, options, many)
    by_tenant: dict[str, list[SourcedBundle]] = defaultdict(list)
    for source in sources:
        for one in for_tenants(source, tenants or [], every):
            by_tenant[str(one.bundle.tenant)].append(one)
    return [
        request for tenant, found in by_tenant.items() for request in _requests(found, _below(options, tenant), many)
    ]


def _below(options: Options, folder: str) -> Options:
    output = f"{options.output}/{folder}" if options.output else None
    return options.model_copy(update={"output": output})


def _requests(sources: list[SourcedBundle], options: Options, many: bool) -> list[GenerationRequest]:
    by_name: dict[str, list[SourcedBundle]] = defaultdict(list)
    for source in sources:
        by_name[dns_label(source.bundle.component.name)].append(source)
    problems = [_collision(name, found) for name, found in by_name.items() if len(found) > 1]
    if problems:
        raise InputError(*problems)
    return [source.request(_below(options, name) if many else options) for name, (source,) in by_name.items()]


def _collision(name: str, sources: list[SourcedBundle]) -> Problem:
    spellings = ", ".join(f"{source.bundle.component.name} in {source.source}" for source in sources)
    return Problem(
        code="name-collision",
        message=f"these components all map to the name {name!r}: {spellings}",
        remedy="Rename one of them, or generate them into different output folders.",
        file=sources[-1].source,
        path="component.name",
    )


def generate_all(
    requests: list[GenerationRequest], settings: Settings, jobs: int, event_stream: Any, *, show_progress: bool
) -> list[GenerationResult]:
    """Generate every request; the results are in the order of the requests.

    Args:
        requests: what to generate.
        settings: settings of the agent.
        jobs: worker processes; 0 chooses by the number of requests and processors. Where models are asked there is
            one, because the budget of a run is kept in one process.
        event_stream: text stream that gets the events too.
        show_progress: whether to show a bar while stderr is a terminal.
    """
    workers = jobs or min(os.cpu_count() or 1, 1 + len(requests) // _BUNDLES_PER_WORKER)
    alone = event_stream is not None or len(requests) <= 1
    if workers <= 1 or alone or _asks_models(requests, settings):
        agent = build_agent(settings, event_stream=event_stream)
        results = (agent.runner.generate(request) for request in requests)
        return list(_progress(results, len(requests), show_progress))
    # The fork server loads the kernel once; each worker is forked from it before Helm's Go
    # runtime starts, which could not survive a fork.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["agent.execution.preload", "agent.use_cases.batch"])
    with ProcessPoolExecutor(workers, context, _start_worker, (settings,)) as pool:
        chunk = max(1, min(8, len(requests) // (workers * 4)))
        return list(_progress(pool.map(_generate, requests, chunksize=chunk), len(requests), show_progress))


def _asks_models(requests: list[GenerationRequest], settings: Settings) -> bool:
    """Tell whether a model may be asked for any request."""
    if settings.model_provider == "none":
        return False
    if settings.review or settings.planner == "model":
        return True
    library, bundles = build_library(settings), [request.bundle for request in requests]
    return not all(library.covers(bundle.component.type, bundle.template_id) for bundle in bundles)


#: The agent of a worker process, which `_start_worker` makes.
_worker_agent: Agent


def _start_worker(settings: Settings) -> None:
    global _worker_agent
    # Ctrl-C reaches every process of the terminal; the main one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker_agent = build_agent(settings)


def _generate(request: GenerationRequest) -> GenerationResult:
    return _worker_agent.runner.generate(request)


def _progress(results: Iterator[GenerationResult], total: int, show: bool) -> Iterator[GenerationResult]:
    if not show or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(results, "generating", total, console=Console(stderr=True))
