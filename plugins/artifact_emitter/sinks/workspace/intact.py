"""Whether a folder still holds, byte for byte, what an earlier run of the same request saved there."""

from pathlib import Path

from foundation.model.destination import Destination
from foundation.model.run.artifacts import digest_of
from foundation.model.run.earlier import Earlier
from plugins.artifact_emitter.earlier import earlier_of
from plugins.artifact_emitter.index import INDEX, Index, find_index
from plugins.artifact_emitter.report import REPORT, read_report
from plugins.artifact_emitter.sinks.workspace.attested import attested_in, speaking_of
from plugins.artifact_emitter.sinks.workspace.snapshot import marks_in


def find_intact(target: Path, request: str, destination: Destination) -> Earlier | None:
    """Return what an earlier run saved, if it answers a request and every file of it is as it was saved.

    Nothing is told by time stamps: every file is read.

    Args:
        target: the folder.
        request: digest of the request.
        destination: the destination that it is.

    Raises:
        OSError: a file cannot be read.
    """
    here = find_index(target)
    index = here.index
    if index is None or here.mark is None or index.request != request or not _agrees(index):
        return None
    listed = index.digests
    # A link where a folder has to be has a mark as well.
    if marks_in(target, listed, listed) != listed:
        return None
    report = read_report((target / REPORT).read_bytes())
    if report is None or report.digest != index.digest:
        return None
    attestations = speaking_of(attested_in(target), {**listed, INDEX: here.mark})
    return earlier_of(index, {INDEX: here.mark}, report, destination, attestations)


def _agrees(index: Index) -> bool:
    """Tell whether an index agrees with itself: one that somebody edited, or merged, does not."""
    listed = index.digests
    looked_at = ((path, digest) for path, digest in listed.items() if path != REPORT)
    return len(listed) == len(index.artifacts) and REPORT in listed and digest_of(looked_at) == index.digest
