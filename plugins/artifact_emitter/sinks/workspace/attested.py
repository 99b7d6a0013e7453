"""What a folder holds of what was signed of its files: it is in no index, so it is told by what it says."""

import os
from collections.abc import Mapping
from pathlib import Path

from foundation.model.provenance import BUILDER, FOLDER, SUFFIX
from foundation.model.run.artifacts import Artifact
from plugins.artifact_emitter.sinks.workspace.exchange import is_folder

#: A statement about more files than a run writes; nothing larger is looked at.
_LARGEST = 16 * 1024 * 1024


def attested_in(folder: Path) -> list[Artifact]:
    """Return the statements of this agent that a folder holds, whatever files they are about.

    Args:
        folder: the output folder.

    Raises:
        OSError: a file cannot be read.
    """
    place = folder / FOLDER
    if not is_folder(place):
        return []
    names = sorted(entry.name for entry in os.scandir(place) if entry.is_file(follow_symlinks=False))
    found = [_statement(folder, f"{FOLDER}{name}") for name in names if name.endswith(SUFFIX)]
    return [file for file in found if file is not None]


def speaking_of(attestations: list[Artifact], digests: Mapping[str, str]) -> list[Artifact]:
    """Return those of a folder's statements that are about nothing but its files as they are.

    Args:
        attestations: the statements.
        digests: SHA-256 by path of the files.
    """
    from foundation.provenance.bundles import opened

    said = [(file, opened(file.content)) for file in attestations]
    return [file for file, signed in said if signed is not None and signed.statement.digests.items() <= digests.items()]


def _statement(folder: Path, path: str) -> Artifact | None:
    from foundation.provenance.bundles import opened

    with (folder / path).open("rb") as file:
        content = file.read(_LARGEST)
    signed = opened(content)
    ours = signed is not None and signed.statement.predicate.run_details.builder.id == BUILDER
    return Artifact(path=path, content=content) if ours else None
