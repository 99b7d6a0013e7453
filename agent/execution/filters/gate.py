"""The gate: only bytes that passed validation leave the agent, whoever calls the emitters."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from hashlib import sha256

from semantic_kernel.filters import FunctionInvocationContext

from foundation.model.errors import GateError, Problem
from foundation.model.findings import Report
from foundation.model.run.artifacts import ArtifactSet

VALIDATOR = "k8s_validator"
EMITTER = "artifact_emitter"
#: What tells the world, or memory, that something was generated: only what passed can have been.
ANNOUNCERS = frozenset(
    {
        ("event_emitter", "emit"),
        ("event_emitter", "emit_recorded"),
        ("trace_metadata_injector", "remember"),
        ("trace_metadata_injector", "remember_recorded"),
    }
)
#: Runs whose validation is remembered; each saves right after it validates.
_REMEMBERED = 1000


class Gate:
    """Remembers which bytes the validator itself passed in this process, and its report on them.

    A report that a caller brings along proves nothing: a model could have written it. Only the
    report that came out of the validator's own invocation opens the gate for its digest.
    """

    def __init__(self) -> None:
        self._passed: OrderedDict[str, str | None] = OrderedDict()

    def record(self, report: Report) -> None:
        """Take note of a report of the validator."""
        self._passed.pop(report.digest, None)
        if report.passed:
            # By its digest: findings can be changed through the caller's own.
            self._passed[report.digest] = _digest(report)
        while len(self._passed) > _REMEMBERED:
            self._passed.popitem(last=False)

    def require_passed(self, artifacts: object, report: object) -> None:
        """Let artifacts through with the report on them.

        Raises:
            GateError: the validator did not pass these bytes, or did not write this report.
        """
        self.require_known(artifacts)
        passed = self._passed.get(artifacts.digest) if isinstance(artifacts, ArtifactSet) else None
        if passed is None or type(report) is not Report or _digest(report) != passed:
            raise _closed("the report is not the validator's report on these artifacts")

    def require_known(self, artifacts: object) -> None:
        """Let artifacts be announced.

        Raises:
            GateError: the validator did not pass these bytes.
        """
        if not isinstance(artifacts, ArtifactSet):
            raise _closed("what is not a set of artifacts cannot have passed validation")
        if artifacts.digest not in self._passed:
            raise _closed(f"the artifacts {artifacts.digest} did not pass validation")

    async def filter(
        self, context: FunctionInvocationContext, next: Callable[[FunctionInvocationContext], Awaitable[None]]
    ) -> None:
        """Guard every function invocation of the kernel.

        Raises:
            GateError: an emitter was called for bytes that did not pass.
        """
        function = context.function
        if function.plugin_name == EMITTER:
            self.require_passed(context.arguments.get("artifacts"), context.arguments.get("report"))
        elif (function.plugin_name, function.name) in ANNOUNCERS:
            self.require_known(context.arguments.get("artifacts"))
        await next(context)
        if context.function.plugin_name == VALIDATOR and context.result is not None:
            report = context.result.value
            if isinstance(report, Report):
                self.record(report)


def _digest(report: Report) -> str | None:
    try:
        return sha256(report.model_dump_json(warnings=False).encode()).hexdigest()
    except ValueError:  # something was put into it that no report can have
        return None


def _closed(message: str) -> GateError:
    remedy = "Mend what the report names and validate again."
    return GateError(Problem(code="gate-closed", message=message, remedy=remedy))
