"""Wiring of what keeps dead letters."""

from agent.bootstrap.agent import Agent
from agent.bootstrap.alerts import build_dead_letter_alert
from agent.bootstrap.clocks import clock
from agent.bootstrap.logs import build_log
from agent.bootstrap.memory import build_memory
from agent.use_cases.dead_letters.burial import Burial


def build_burial(agent: Agent) -> Burial:
    """Wire it.

    Args:
        agent: the agent of a process that lives on.
    """
    settings = agent.settings
    tell = build_dead_letter_alert(settings, build_log(settings).warning)
    return Burial(build_memory(settings), lambda: agent.library.policy.default_tenant, clock(settings), tell)
