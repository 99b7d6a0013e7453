"""The traces of all tenants in a workspace, as steps ask for them."""

from foundation.model.run.trace import KnownTrace
from memory.memory import Memory


class TraceMemory:
    """Remembers traces; see ``TraceStore``.

    Args:
        memory: the memory.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def find(self, tenant: str, trace_id: str) -> list[KnownTrace]:
        """See ``TraceStore.find``."""
        return self._memory.of(tenant).traces.of_trace(trace_id)

    def remember(self, tenant: str, trace: KnownTrace) -> None:
        """See ``TraceStore.remember``."""
        self._memory.of(tenant).traces.put(trace)
