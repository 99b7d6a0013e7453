"""Wiring of `generate`."""

from collections.abc import Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, TextIO

from agent.bootstrap.agent import Agent, build_agent
from agent.bootstrap.clocks import today
from agent.bootstrap.contexts import build_contexts
from agent.bootstrap.events import announce_rejection
from agent.bootstrap.folders import build_library
from agent.bootstrap.request_digests import build_request_digests
from agent.bootstrap.telemetry import absorbing, build_telemetry, watched_unchanged
from agent.bootstrap.unchanged import build_unchanged
from agent.bootstrap.use_cases.completing import build_completion
from agent.execution.process_pool import Runs
from agent.planning.model_use import may_ask
from agent.settings import Settings
from agent.use_cases.generate import GenerateCommand, Generated, generate
from agent.use_cases.inputs.ownership import Ownership
from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import Problem
from foundation.model.run.request import GenerationRequest, GenerationResult

if TYPE_CHECKING:
    from agent.execution.runner import Runner


def build_generate(
    settings: Settings,
    *,
    agent: Agent | None = None,
    event_stream: TextIO | None = None,
    run: Callable[[list[GenerationRequest], int], Generator[GenerationResult]] | None = None,
) -> Callable[[GenerateCommand], Generated]:
    """Wire the use case.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on; by default one is made.
        event_stream: text stream that gets the events too.
        run: runs requests elsewhere than on this machine.
    """
    library = agent.library if agent else build_library(settings)
    root = str(settings.workspace)
    digests = agent.request_digest if agent else build_request_digests(settings, library)
    unchanged = build_unchanged(settings, confined=agent is not None and agent.confined, event_stream=event_stream)
    return partial(
        generate,
        run=run or build_runs(settings, agent=agent, event_stream=event_stream),
        reject=partial(announce_rejection, settings, event_stream=event_stream),
        complete=build_completion(settings, agent=agent),
        contexts=build_contexts(settings, library),
        digest=digests,
        basis=lambda: digests.basis,
        unchanged=watched_unchanged(unchanged, build_telemetry(settings)),
        host_collisions=partial(build_host_collisions, agent.library if agent else build_library(settings)),
        today=lambda: today(settings),
        ownership=lambda tenants: Ownership(tenants, root, lambda: library.policy.default_tenant),
    )


def build_host_collisions(library: TemplateLibrary, requests: list[GenerationRequest]) -> list[Problem]:
    """Find what several requests would publish under the same host and path; one alone needs no look at any other."""
    if len(requests) <= 1:
        return []
    from agent.use_cases.inputs.host_collisions import host_collisions

    return host_collisions(requests, templates=library.load)


def build_runs(settings: Settings, *, agent: Agent | None = None, event_stream: TextIO | None = None) -> Runs:
    """Wire what runs requests."""

    def here() -> "Runner":
        own = agent or build_agent(settings, event_stream=event_stream)
        own.begin_run()
        return own.runner

    library = build_library(settings)

    def covers(bundle: Bundle) -> bool:
        return library.covers(bundle.component.type, bundle.template_id)

    return Runs(
        here,
        partial(_runner, settings),
        __name__,
        partial(
            may_ask,
            provider=settings.model_provider,
            planner=settings.planner,
            review=settings.review,
            covers=covers,
        ),
        tied=agent is not None or event_stream is not None,
        absorb=absorbing(build_telemetry(settings)),
    )


def _runner(settings: Settings) -> "Runner":
    return build_agent(settings).runner
