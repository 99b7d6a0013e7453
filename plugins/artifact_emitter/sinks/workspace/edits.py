"""What people did in an output folder since the agent made it, as far as it can be merged."""

import os
from collections.abc import Iterator
from pathlib import Path

from foundation.model.parts import part_named
from foundation.model.run.artifacts import sha256
from foundation.model.run.edits import EditedFile
from plugins.artifact_emitter.index import Index, find_index
from plugins.artifact_emitter.sinks.workspace.snapshot import OTHER, inside, mark_in

#: What Helm takes of a chart's folder without its being named anywhere, and of which a person may add a text.
_ADDED = ("templates", "crds")
#: How the mark of a link begins.
_LINK = "a link to "


def edits_in(folder: Path) -> list[EditedFile]:
    """Return the files that are not as the agent made them; what is no plain file is for the save to refuse.

    Args:
        folder: the output folder.

    Raises:
        OSError: a file cannot be read.
    """
    index = find_index(folder).index
    if index is None:
        return []
    made = {path: (digest, index.digest) for path, digest in index.digests.items()}
    if index.merged is not None:
        made |= {path: (digest, index.merged.generated) for path, digest in index.merged.files.items()}
    made |= {path: ("", "") for path in _added(folder, index) if path not in made}
    found = [_edited(folder, path, *of) for path, of in sorted(made.items()) if inside(path)]
    return [edited for edited in found if edited is not None]


def _edited(folder: Path, path: str, generated: str, kept: str) -> EditedFile | None:
    mark = mark_in(folder, path)
    if mark in (generated, OTHER) or (mark is not None and mark.startswith(_LINK)):
        return None
    if mark is None:
        gone = EditedFile(path=path, generated=generated, kept=kept)
        return gone if generated and not os.path.lexists(folder / path) else None
    content = (folder / path).read_bytes()
    same = sha256(content) == generated  # its owner may have taken the edit back in this moment
    return None if same else EditedFile(path=path, generated=generated, kept=kept, content=content)


def _added(folder: Path, index: Index) -> Iterator[str]:
    """Yield what is new in the folders of a chart of which Helm takes everything but what is hidden."""
    charts = part_named("chart").folder
    names = {path.split("/")[1] for path in index.digests if path.startswith(charts) and path.count("/") > 1}
    for name in sorted(names):
        for place in _ADDED:
            for above, folders, files in os.walk(folder / charts / name / place):
                folders[:] = sorted(one for one in folders if not one.startswith("."))
                shown = (one for one in files if not one.startswith("."))
                yield from (Path(above, one).relative_to(folder).as_posix() for one in shown)
