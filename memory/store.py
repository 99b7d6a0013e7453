"""What steps ask of memory: which trace led to which artifacts."""

from typing import Protocol

from foundation.model.run.trace import KnownTrace


class TraceStore(Protocol):
    """Remembers traces by tenant; one tenant never sees another's."""

    def find(self, tenant: str, trace_id: str) -> list[KnownTrace]:
        """Return what is known of a trace, a record for each of its components, the newest first."""
        ...

    def remember(self, tenant: str, trace: KnownTrace) -> None:
        """Keep a trace.

        Raises:
            OutsideError: the store cannot be written.
        """
        ...
