"""What a folder holds of what was signed of its files: it is in no index, so it is told by what it says."""

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from foundation.model.provenance import BUILDER, FOLDER, HELM_SUFFIX, SUFFIX
from foundation.model.run.artifacts import Artifact
from plugins.artifact_emitter.helm_provenance import digests_in
from plugins.artifact_emitter.sinks.workspace.exchange import is_folder

_CHARTS = "charts/"
#: A statement about more files than a run writes; nothing larger is looked at.
_LARGEST = 16 * 1024 * 1024


def attested_in(folder: Path) -> list[Artifact]:
    """Return the statements of this agent that a folder holds, whatever files they are about.

    Args:
        folder: the output folder.

    Raises:
        OSError: a file cannot be read.
    """
    paths = [*_named(folder, FOLDER, SUFFIX), *_named(folder, _CHARTS, f".tgz{HELM_SUFFIX}")]
    found = [Artifact(path=path, content=_content(folder / path)) for path in paths]
    return [file for file in found if _is_ours(file)]


def speaking_of(attestations: list[Artifact], digests: Mapping[str, str]) -> list[Artifact]:
    """Return those of a folder's statements that are about nothing but its files as they are.

    Args:
        attestations: the statements.
        digests: SHA-256 by path of the files.
    """
    return [file for file in attestations if _said(file).items() <= digests.items()]


def is_statement(file: Artifact) -> bool:
    """Tell whether a file is a statement of this agent, by its place and by what it says."""
    places = ((FOLDER, SUFFIX), (_CHARTS, f".tgz{HELM_SUFFIX}"))
    named = any(file.path.startswith(place) and file.path.endswith(ending) for place, ending in places)
    return named and _is_ours(file)


def _named(folder: Path, place: str, ending: str) -> list[str]:
    if not is_folder(folder / place):
        return []
    names = sorted(entry.name for entry in os.scandir(folder / place) if entry.is_file(follow_symlinks=False))
    return [f"{place}{name}" for name in names if name.endswith(ending)]


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST)


def _is_ours(file: Artifact) -> bool:
    if file.path.endswith(HELM_SUFFIX):
        return bool(_said(file))
    # Imported here: the libraries take half a second, and most folders hold nothing that is signed.
    from foundation.provenance.bundles import opened

    signed = opened(file.content)
    return signed is not None and signed.statement.predicate.run_details.builder.id == BUILDER


def _said(file: Artifact) -> dict[str, str]:
    """Return SHA-256 by path of what a file of ours is about; nothing, if it is of somebody else."""
    if not file.path.endswith(HELM_SUFFIX):
        from foundation.provenance.bundles import opened

        signed = opened(file.content)
        return signed.statement.digests if signed is not None else {}
    from foundation.provenance.openpgp import claimed_text

    text = claimed_text(file.content)
    archive = PurePosixPath(file.path).name.removesuffix(HELM_SUFFIX)
    digest = digests_in(text).get(archive) if text is not None else None
    return {f"{_CHARTS}{archive}": digest} if digest is not None else {}
