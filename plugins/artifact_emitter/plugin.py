"""ArtifactEmitter as kernel functions."""

from collections.abc import Callable
from typing import Protocol

from foundation.model.destination import Destination, Receipt
from foundation.model.errors import GateError, InputError, Problem
from foundation.model.findings import Finding, Report
from foundation.model.flags import Flag
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.recorded import RecordedRun
from foundation.model.run.request import Options
from foundation.model.run.trace import Trace
from plugins.artifact_emitter.attesting import AttestedRun, Attestor
from plugins.artifact_emitter.report import report_artifact, told_of_fallback
from plugins.artifact_emitter.sinks.by_kind import SinksByKind
from plugins.artifact_emitter.sinks.everywhere import saved_everywhere
from plugins.step import step


class Upgrades(Protocol):
    """Holds what is to be saved against what it replaces."""

    def told(self, artifacts: ArtifactSet, destination: Destination, *, goes_back: bool) -> list[Finding]:
        """Return what is to be told with what was saved.

        Args:
            artifacts: what is about to be saved.
            destination: where.
            goes_back: whether these are recorded artifacts.

        Raises:
            GateError: it must not be saved.
        """
        ...


class ArtifactEmitterPlugin:
    """Saves what passed the gate.

    Args:
        sinks: save and publish at any destination.
        require_passed: raises ``GateError`` unless the gate passed these exact bytes with this report.
            It is asked here again, beside the kernel's filter, so that no caller can get around it.
        attestor: says of the files what they are; it is asked here, after the gate, so that nothing else is ever
            signed. Without one nothing is.
        upgrades: holds them against what they replace; without it nothing of that is told.
    """

    def __init__(
        self,
        sinks: SinksByKind,
        require_passed: Callable[[ArtifactSet, Report], None],
        attestor: Attestor | None = None,
        upgrades: Upgrades | None = None,
    ) -> None:
        self._sinks = sinks
        self._require_passed = require_passed
        self._attestor = attestor
        self._upgrades = upgrades

    @step("save", produces="receipt", description="Save the validated files with their report and digests.")
    def save(
        self,
        artifacts: ArtifactSet,
        report: Report,
        options: Options,
        trace: Trace | None = None,
        recorded: RecordedRun | None = None,
        bundle_digest: str | None = None,
    ) -> Receipt:
        """Save the artifacts, report.json and artifacts.json, and what is signed of them.

        Recorded artifacts keep report and request of their run, and without a key what was signed of them then.
        """
        self._require_passed(artifacts, report)
        if options.destination is None:
            raise InputError(
                Problem(
                    code="output-missing",
                    message="no output folder was named",
                    remedy="Name one with -o.",
                    file=Flag.OUTPUT,
                )
            )
        if recorded is None:
            file, request = report_artifact(report), "" if told_of_fallback(report) else options.request_digest
        else:
            file, request = recorded.report_file, artifacts.request_digest
        files = ArtifactSet(files=[*artifacts.files, file], request_digest=request, attestations=artifacts.attestations)
        if self._attestor is not None:
            if trace is None:  # the engine gives it; without it nobody could tell whose the files are
                remedy = "Let the engine run a plan that resolves the trace."
                raise GateError(
                    Problem(code="gate-closed", message="what is signed has to name its trace", remedy=remedy)
                )
            run = AttestedRun(trace, report, artifacts.digest, options.environments, bundle_digest)
            files = files.model_copy(update={"attestations": self._attestor.attest(files, run)})
        # Before they are replaced, the earlier manifests say what an upgrade would be refused for.
        goes_back = recorded is not None
        told = self._upgrades.told(artifacts, options.destination, goes_back=goes_back) if self._upgrades else []
        receipt = saved_everywhere(
            self._sinks,
            files,
            artifacts.digest,
            [options.destination, *options.publish],
            lambda: self._require_passed(artifacts, report),
        )
        return receipt.model_copy(update={"findings": [*told, *receipt.findings]}) if told else receipt
