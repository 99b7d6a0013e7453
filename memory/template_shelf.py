"""Last good versions of template folders in a memory that several machines share."""

from collections.abc import Callable, Mapping

from foundation.catalog.cache import KeptFiles
from foundation.model.errors import AgentError
from memory.memory import Memory
from memory.records.overlays import OverlayRecord


class TemplateShelf:
    """Keeps them; see ``Shelf``. A memory that cannot be used is told, and then nothing is kept or known.

    Args:
        memory: returns the memory; it is asked when there is something to keep, or a folder cannot be read.
        now: UTC time, ISO 8601.
        report: takes the message of a memory that cannot be used.
    """

    def __init__(self, memory: Callable[[], Memory], now: Callable[[], str], report: Callable[[str], None]) -> None:
        self._memory = memory
        self._now = now
        self._report = report

    def keep(self, folder: str, digest: str, texts: Mapping[str, str]) -> None:
        """See ``Shelf.keep``."""
        record = OverlayRecord(folder=folder, digest=digest, texts=dict(texts), recorded_at=self._now())
        try:
            self._memory().platform.overlays.put(record)
        except AgentError as error:
            self._report(f"the templates cannot be kept in memory: {error}")

    def last(self, folder: str) -> KeptFiles | None:
        """See ``Shelf.last``."""
        try:
            record = self._memory().platform.overlays.get(folder)
        except AgentError as error:
            self._report(f"memory cannot be asked for the last good templates: {error}")
            return None
        if record is None:
            return None
        return KeptFiles(record.digest, record.texts, f"which memory has kept since {record.recorded_at}")
