"""What has memory keep decisions about drafts, which belong to no tenant: they are with those of the default tenant."""

from collections.abc import Callable

from agent.bootstrap.clocks import clock
from agent.bootstrap.folders import build_library
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from memory.records.approvals import ApprovalRecord


def build_remembering(settings: Settings) -> Callable[[Callable[[str], ApprovalRecord]], None]:
    """Wire what keeps a decision; see ``Remember``."""

    def remember(record: Callable[[str], ApprovalRecord]) -> None:
        tenant = build_library(settings).policy.default_tenant
        build_memory(settings).of(tenant).approvals.put(record(clock(settings)()))

    return remember
