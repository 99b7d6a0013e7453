"""The gate: only bytes that passed validation leave the agent, whoever calls the emitter."""

from collections.abc import Awaitable, Callable

from semantic_kernel.filters import FunctionInvocationContext

from agent.model.artifacts import ArtifactSet
from agent.model.errors import GateError, Problem
from agent.model.findings import Report

VALIDATOR = "k8s_validator"
EMITTER = "artifact_emitter"


class Gate:
    """Remembers which digests the validator itself passed in this process.

    A report that a caller brings along proves nothing: a model could have written it. Only a
    report that came out of the validator's own invocation opens the gate for its digest.
    """

    def __init__(self) -> None:
        self._passed: set[str] = set()

    def record(self, report: Report) -> None:
        """Take note of a report of the validator."""
        if report.passed:
            self._passed.add(report.digest)
        else:
            self._passed.discard(report.digest)

    def require_passed(self, digest: str) -> None:
        """Let a digest through.

        Raises:
            GateError: the validator did not pass it.
        """
        if digest not in self._passed:
            raise GateError(
                Problem(
                    code="gate-closed",
                    message=f"the artifacts {digest} did not pass validation",
                    remedy="Mend what the report names and validate again.",
                )
            )

    async def filter(
        self, context: FunctionInvocationContext, next: Callable[[FunctionInvocationContext], Awaitable[None]]
    ) -> None:
        """Guard every function invocation of the kernel.

        Raises:
            GateError: the emitter was called for bytes that did not pass.
        """
        if context.function.plugin_name == EMITTER:
            artifacts = context.arguments.get("artifacts")
            self.require_passed(artifacts.digest if isinstance(artifacts, ArtifactSet) else "of an unknown kind")
        await next(context)
        if context.function.plugin_name == VALIDATOR and context.result is not None:
            report = context.result.value
            if isinstance(report, Report):
                self.record(report)
