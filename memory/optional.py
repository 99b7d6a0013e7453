"""A store whose writing may fail: artifacts that were saved are worth more than their record."""

from collections.abc import Callable

from foundation.model.errors import OutsideError
from foundation.model.run.trace import KnownTrace
from memory.store import TraceStore


class OptionalTraceStore:
    """Reports failed writes instead of raising them; reading still raises.

    Args:
        store: the real store.
        report: takes the failure's message.
    """

    def __init__(self, store: TraceStore, report: Callable[[str], None]) -> None:
        self._store = store
        self._report = report

    def find(self, tenant: str, trace_id: str) -> list[KnownTrace]:
        """See ``TraceStore.find``."""
        return self._store.find(tenant, trace_id)

    def remember(self, tenant: str, trace: KnownTrace) -> None:
        """See ``TraceStore.remember``; a failure is reported and forgotten."""
        try:
            self._store.remember(tenant, trace)
        except OutsideError as error:
            self._report(str(error))
