"""What environments set, as it was when the source could last be read."""

from memory.records.overlays import OverlayRecord
from memory.stores.table import ALL, Kind, Table

OVERLAYS = Kind(
    "overlay",
    OverlayRecord,
    lambda overlay: f"{overlay.component}/{overlay.environment}",
    lambda overlay: (ALL, ("component", overlay.component), ("environment", overlay.environment)),
)


class Overlays(Table[OverlayRecord]):
    """The overlay cache of a scope."""

    def of(self, component: str, environment: str) -> OverlayRecord | None:
        """Return the settings of a component in an environment."""
        return self.get(f"{component}/{environment}")

    def of_component(self, component: str) -> list[OverlayRecord]:
        """Return the settings of a component in all environments that it was generated for."""
        return self.find("component", component)

    def invalidate(self, source: str | None = None) -> int:
        """Remove what was read from other folders than those of today, or everything.

        Args:
            source: digest of the folders of today; without one all goes.

        Returns:
            How many records went.
        """
        gone = [one for one in self.find(*ALL) if source is None or one.source != source]
        removed = [(row.kind, row.key) for row in map(self._kind.row, gone)]
        self._backend.write(self._scope, [], removed=removed)
        return len(gone)
