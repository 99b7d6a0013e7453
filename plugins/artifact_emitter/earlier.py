"""What is told of artifacts that were there already."""

from collections.abc import Mapping, Sequence

from foundation.model.destination import Destination, Receipt
from foundation.model.findings import Report
from foundation.model.run.artifacts import Artifact
from foundation.model.run.earlier import Earlier
from plugins.artifact_emitter.index import Index
from plugins.artifact_emitter.report import REPORT


def earlier_of(
    index: Index,
    further: Mapping[str, str],
    report: Report,
    destination: Destination,
    attestations: Sequence[Artifact] = (),
) -> Earlier:
    """Return what is told of them.

    Args:
        index: the index.
        further: SHA-256 by path of files that it does not list, such as itself.
        report: what the gate said.
        destination: where they are.
        attestations: what is said of exactly these files.
    """
    receipt = Receipt(
        kind=destination.kind,
        place=destination.place,
        revision=index.digest,
        digests={**index.digests, **further, **{file.path: file.digest for file in attestations}},
        written=[],
        unchanged=len(index.artifacts),
        removed=[],
    )
    entries = [entry for entry in index.artifacts if entry.path != REPORT]
    return Earlier(receipt=receipt, entries=entries, report=report, attestations=list(attestations))
