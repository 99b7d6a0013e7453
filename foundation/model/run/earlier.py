"""What an earlier run left that answers the same request."""

from foundation.model.base import FrozenModel
from foundation.model.destination import Receipt
from foundation.model.findings import Report
from foundation.model.run.artifacts import Artifact, IndexEntry


class Earlier(FrozenModel):
    """Artifacts of an earlier run, whole as they were saved.

    Attributes:
        receipt: where they are; nothing of them was written now.
        entries: every file but the report.
        report: what the gate said of them.
        attestations: what is said of exactly these files, as far as it was saved with them.
    """

    receipt: Receipt
    entries: list[IndexEntry]
    report: Report
    attestations: list[Artifact] = []

    @property
    def paths(self) -> list[str]:
        """The paths of the files."""
        return [entry.path for entry in self.entries]
