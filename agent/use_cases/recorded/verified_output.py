"""An output whose files are all what its index says, and which the gate let pass."""

from pathlib import Path

from agent.use_cases.recorded.output_index import problem_at, read_output_index
from agent.use_cases.recorded.verified_files import verified_files
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError
from foundation.model.findings import Report
from foundation.model.run.artifacts import Artifact, ArtifactSet
from plugins.artifact_emitter.index import INDEX
from plugins.artifact_emitter.report import REPORT, read_report


class VerifiedOutput(FrozenModel):
    """An output, each file verified by its digest.

    Attributes:
        artifacts: its files but for the report.
        report: what the gate said of them.
        report_file: that report in its own bytes.
    """

    artifacts: ArtifactSet
    report: Report
    report_file: Artifact


def verified_output(folder: Path) -> VerifiedOutput:
    """Return the files of an output.

    Args:
        folder: the output folder.

    Raises:
        InputError: with everything that is not as it was recorded.
    """
    index = read_output_index(folder)
    files = verified_files(folder, index)
    report_file = next((file for file in files if file.path == REPORT), None)
    recorded = [file for file in files if file.path != REPORT]
    artifacts = ArtifactSet(files=recorded, request_digest=index.request or "", merged=index.merged)
    if artifacts.digest != index.digest:
        message = "the digest of all files is not the one that the index names"
        raise InputError(problem_at("record-digest", message, folder / INDEX))
    report = read_report(report_file.content) if report_file is not None else None
    if report is None or report_file is None or report.digest != artifacts.digest:
        message = "there is no report of the gate that says that it let exactly these files pass"
        raise InputError(problem_at("record-report", message, folder / REPORT))
    return VerifiedOutput(artifacts=artifacts, report=report, report_file=report_file)
