"""What the agent asks of its memory, whatever keeps it."""

from typing import Protocol

from agent.model.trace import KnownTrace


class TraceStore(Protocol):
    """Remembers traces by tenant; one tenant never sees another's."""

    def find(self, tenant: str, trace_id: str) -> KnownTrace | None:
        """Return the newest thing known of a trace, or ``None``."""
        ...

    def remember(self, tenant: str, trace: KnownTrace) -> None:
        """Keep a trace.

        Raises:
            OutsideError: the store cannot be written.
        """
        ...
