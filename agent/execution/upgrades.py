"""Upgrades: what an API server would refuse of a change is told while the earlier manifests are still there."""

from collections.abc import Callable, Mapping

from foundation.model.destination import Destination
from foundation.model.errors import GateError
from foundation.model.findings import Finding
from foundation.model.run.artifacts import ArtifactSet

_BLOCKED = "The platform's policy keeps it from being saved here (upgrades: block); an empty folder takes it."


class UpgradeRefusedError(GateError):
    """The policy blocks what an API server would refuse.

    Args:
        findings: what it would refuse.
    """

    def __init__(self, findings: list[Finding]) -> None:
        told = [finding.model_copy(update={"remedy": f"{finding.remedy} {_BLOCKED}"}) for finding in findings]
        super().__init__(*(finding.problem for finding in told))
        self.findings = told


class Upgrades:
    """Holds what is to be saved against what it replaces.

    What is found hangs on the folder, so it is told by the receipt and in no artifact.

    Args:
        manifests: returns the texts of the earlier manifests at a destination, by path.
        refused: finds what an upgrade from earlier manifests to new ones would be refused for.
        blocks: tells whether the policy blocks it.
    """

    def __init__(
        self,
        manifests: Callable[[Destination], Mapping[str, str]],
        refused: Callable[[Mapping[str, str], Mapping[str, str]], list[Finding]],
        blocks: Callable[[], bool],
    ) -> None:
        self._manifests = manifests
        self._refused = refused
        self._blocks = blocks

    def told(self, artifacts: ArtifactSet, destination: Destination, *, goes_back: bool) -> list[Finding]:
        """Return what the API server would refuse, to be told with what was saved.

        Args:
            artifacts: what is about to be saved.
            destination: where.
            goes_back: whether these are recorded artifacts; who puts them back is told and never kept from it.

        Raises:
            UpgradeRefusedError: there is something, and the policy blocks that.
        """
        before = self._manifests(destination)
        coming = {file.path: file.content.decode() for file in artifacts.files if file.path in before}
        found = self._refused(before, coming)
        if found and not goes_back and self._blocks():
            raise UpgradeRefusedError(found)
        return found
