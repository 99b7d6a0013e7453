"""What a set of files says of the edits that are in it."""

from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.edits import Merging


def with_edits(artifacts: ArtifactSet, merging: Merging) -> ArtifactSet:
    """Return files that tell which of them hold edits, and which edited files they may take the place of.

    What is not written takes no place: an edit in a file that goes is told by the sink.

    Args:
        artifacts: the files.
        merging: the edits.
    """
    unsaved = {file.path for file in artifacts.unsaved}
    merged = merging.merged
    if merged is not None:
        files = {path: digest for path, digest in merged.files.items() if path not in unsaved}
        merged = merged.model_copy(update={"files": files}) if files else None
    taken = {path: mark for path, mark in merging.taken.items() if path not in unsaved}
    return artifacts.model_copy(update={"merged": merged, "taken": taken})
