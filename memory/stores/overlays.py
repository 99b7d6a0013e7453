"""What environments set, as it was when the source could last be read."""

from memory.records.overlays import OverlayRecord
from memory.stores.table import ALL, Kind, Table

OVERLAYS = Kind("overlay", OverlayRecord, lambda overlay: overlay.component, lambda _: (ALL,))


class Overlays(Table[OverlayRecord]):
    """The overlay cache of a scope, by component."""

    def invalidate(self, source: str | None = None) -> int:
        """Remove what was merged from something else than what there is today, or everything.

        Args:
            source: digest of what there is today; without one all goes.

        Returns:
            How many records went.
        """
        gone = [one for one in self.find(*ALL) if source is None or one.source != source]
        removed = [(row.kind, row.key) for row in map(self._kind.row, gone)]
        self._backend.write(self._scope, [], removed=removed)
        return len(gone)
