"""ArtifactEmitter as kernel functions."""

from collections.abc import Callable

from foundation.model.destination import Receipt
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Report
from foundation.model.flags import Flag
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.recorded import RecordedRun
from foundation.model.run.request import Options
from plugins.artifact_emitter.report import report_artifact, told_of_fallback
from plugins.artifact_emitter.sinks.sink import ArtifactSink
from plugins.step import step


class ArtifactEmitterPlugin:
    """Saves what passed the gate.

    Args:
        sink: saves at any destination.
        require_passed: raises ``GateError`` unless the gate passed these exact bytes with this report.
            It is asked here again, beside the kernel's filter, so that no caller can get around it.
    """

    def __init__(self, sink: ArtifactSink, require_passed: Callable[[ArtifactSet, Report], None]) -> None:
        self._sink = sink
        self._require_passed = require_passed

    @step("save", produces="receipt", description="Save the validated files with their report and digests.")
    def save(
        self, artifacts: ArtifactSet, report: Report, options: Options, recorded: RecordedRun | None = None
    ) -> Receipt:
        """Save the artifacts, report.json and artifacts.json; recorded ones keep report and request of their run."""
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
        files = ArtifactSet(files=[*artifacts.files, file], request_digest=request)
        return self._sink.save(files, artifacts.digest, options.destination)
