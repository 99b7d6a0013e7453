"""What template folders held when they could last be read."""

from memory.records.overlays import OverlayRecord
from memory.stores.table import ALL, Kind, Table

OVERLAYS = Kind("overlay", OverlayRecord, lambda overlay: overlay.folder, lambda _: (ALL,))


class Overlays(Table[OverlayRecord]):
    """The overlay cache, by folder; what a folder holds now takes the place of what it held before."""

    def invalidate(self, *, dry_run: bool = False) -> int:
        """Remove everything, so that nothing of it is used any more.

        Args:
            dry_run: whether it is only told how many there are.

        Returns:
            Their number.
        """
        keys = self._backend.keys(self._scope, self._kind.name)
        if keys and not dry_run:
            self._backend.write(self._scope, [], removed=[(self._kind.name, key) for key in keys])
        return len(keys)
