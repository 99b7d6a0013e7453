"""Leave of another person, by the policy and memory."""

from collections.abc import Callable

from agent.bootstrap.alerts import build_approval_alert
from agent.bootstrap.clocks import clock
from agent.bootstrap.logs import build_log
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.approvals.leave import Leave
from foundation.catalog.library import TemplateLibrary


def build_leave(settings: Settings, library: Callable[[], TemplateLibrary]) -> Leave:
    """Wire what asks for leave.

    Args:
        settings: the settings, seen by whoever asks.
        library: returns templates and policies.
    """
    tell = build_approval_alert(settings, lambda message: build_log(settings).warning(message))
    return Leave(build_memory(settings), lambda: library().policy.approvals, clock(settings), tell)
