"""What would change in a folder if other files took the place of its output."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from agent.use_cases.comparing.manifests import meaning_of_files
from foundation.model.base import FrozenModel
from foundation.model.findings import Finding
from foundation.model.run.artifacts import sha256
from foundation.model.run.changes import Change
from foundation.model.run.meaning import Meaning
from plugins.artifact_emitter.index import read_index
from plugins.artifact_emitter.report import REPORT
from plugins.artifact_emitter.sinks.workspace.snapshot import inside
from plugins.k8s_validator.upgrades.refused import refused_changes


class Comparison(FrozenModel):
    """What would change.

    Attributes:
        changes: files that differ.
        meaning: what that changes in the objects.
        refused: changes among them that an API server refuses where the earlier output is applied.
    """

    changes: list[Change] = []
    meaning: Meaning = Meaning()
    refused: list[Finding] = []


def comparison_of(coming: Mapping[str, bytes], folder: Path) -> Comparison:
    """Hold files against the output in a folder.

    Args:
        coming: contents of the files by path, without the report.
        folder: the folder; it need not be there.
    """
    changes = _changes(coming, folder)
    return Comparison(changes=changes, meaning=meaning_of_files(changes), refused=_refused(changes))


def _changes(coming: Mapping[str, bytes], folder: Path) -> list[Change]:
    """Return every file that would be added, changed or removed, sorted by path."""
    index = read_index(folder)
    known = {path for path in index.digests if path != REPORT and inside(path)} if index else set()
    changes = []
    for path in sorted(known | coming.keys()):
        before = _content(folder / path)
        after = coming.get(path)
        if before != after:
            kind: Literal["added", "changed", "removed"] = "added" if before is None else "changed"
            kind = "removed" if after is None else kind
            changes.append(Change(path=path, kind=kind, before=_text(before), after=_text(after)))
    return changes


def _refused(changes: list[Change]) -> list[Finding]:
    manifests = [change for change in changes if change.kind == "changed" and change.path.startswith("manifests/")]
    before = {change.path: change.before for change in manifests}
    return refused_changes(before, {change.path: change.after for change in manifests})


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _text(content: bytes | None) -> str:
    if content is None:
        return ""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return f"binary, sha256 {sha256(content)}\n"
