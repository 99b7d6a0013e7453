"""Wiring of what accepts events."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.agent import Agent
from agent.bootstrap.events import announce_rejection
from agent.bootstrap.memory import build_memory
from agent.bootstrap.use_cases.completing import build_completion
from agent.use_cases.fleet.job import Job
from agent.use_cases.incoming.accept import AcceptCommand, accept


def build_accept(agent: Agent) -> Callable[[AcceptCommand], list[Job]]:
    """Wire the use case.

    Args:
        agent: the agent of a process that lives on.
    """
    settings = agent.settings
    return partial(
        accept,
        workspace=settings.workspace,
        memory=build_memory(settings),
        default_tenant=lambda: agent.library.policy.default_tenant,
        digest=agent.request_digest,
        basis=lambda: agent.request_digest.basis,
        complete=build_completion(settings, agent=agent),
        reject=partial(announce_rejection, settings),
    )
