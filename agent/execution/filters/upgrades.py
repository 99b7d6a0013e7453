"""Upgrades: what an API server would refuse of a change is told while the earlier manifests are still there."""

from collections.abc import Awaitable, Callable, Mapping

from semantic_kernel.filters import FunctionInvocationContext
from semantic_kernel.functions import FunctionResult

from foundation.model.destination import Destination, Receipt
from foundation.model.errors import GateError
from foundation.model.findings import Finding
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.request import Options

_SAVE = ("artifact_emitter", "save")
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
    """Holds what is saved against what it replaces.

    What is found hangs on the folder, so it is told by the receipt and in no artifact.

    Args:
        manifests: returns the texts of the earlier manifests at a destination, by path.
        refused: finds what an upgrade from earlier manifests to new ones would be refused for.
        blocks: tells whether the policy blocks it. Who goes back to recorded artifacts is told and never kept from it.
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

    async def filter(
        self, context: FunctionInvocationContext, next: Callable[[FunctionInvocationContext], Awaitable[None]]
    ) -> None:
        """Look at the earlier manifests before a step replaces them.

        Raises:
            UpgradeRefusedError: an API server would refuse the change, and the policy blocks that.
        """
        if (context.function.plugin_name, context.function.name) != _SAVE:
            await next(context)
            return
        arguments = context.arguments
        found = self._found(arguments.get("artifacts"), arguments.get("options"))
        if found and arguments.get("recorded") is None and self._blocks():
            raise UpgradeRefusedError(found)
        await next(context)
        if found and context.result is not None:
            context.result = _telling(context.result, found)

    def _found(self, artifacts: object, options: object) -> list[Finding]:
        if not isinstance(artifacts, ArtifactSet) or not isinstance(options, Options) or options.destination is None:
            return []
        before = self._manifests(options.destination)
        coming = {file.path: file.content for file in artifacts.files if file.path in before}
        return self._refused(before, {path: content.decode() for path, content in coming.items()})


def _telling(result: FunctionResult, found: list[Finding]) -> FunctionResult:
    receipt = result.value
    if not isinstance(receipt, Receipt):
        return result
    return result.model_copy(update={"value": receipt.model_copy(update={"findings": [*found, *receipt.findings]})})
