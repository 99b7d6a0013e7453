"""Wiring of what carries work out."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.agent import Agent
from agent.bootstrap.memory import build_memory
from agent.use_cases.fleet.carry_out import CarriedOut, CarryOutCommand, carry_out


def build_carry_out(agent: Agent) -> Callable[[CarryOutCommand], CarriedOut]:
    """Wire the use case.

    Args:
        agent: the agent of a process that lives on.
    """
    return partial(
        carry_out,
        run=agent.runner.generate,
        memory=build_memory(agent.settings),
        default_tenant=lambda: agent.library.policy.default_tenant,
        digest=agent.request_digest,
        basis=lambda: agent.request_digest.basis,
    )
