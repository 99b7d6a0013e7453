"""What the tests of the workspace sink save, and how they look at what is there."""

from pathlib import Path

from foundation.model.destination import Receipt, workspace
from foundation.model.run.artifacts import Artifact, ArtifactSet
from plugins.artifact_emitter.sinks.workspace import WorkspaceSink

#: One output and the next, and what others have in the folder.
BEFORE = {"a": "1", "same": "s", "gone/b": "2", "manifests/c": "3", "manifests/d": "4"}
AFTER = {"a": "new", "same": "s", "manifests/c": "new", "deep/er/e": "5"}
MINE = {"mine": "mine", "manifests/mine": "mine"}


def save(out: Path, files: dict[str, str]) -> Receipt:
    """Save files, given as text by path."""
    given = ArtifactSet(files=[Artifact(path=name, content=text.encode()) for name, text in files.items()])
    return WorkspaceSink().save(given, given.digest, workspace(str(out)))


def first_run(out: Path) -> int:
    """Save what is there before, and put down what others have; return the folder's inode."""
    save(out, BEFORE)
    for name, text in MINE.items():
        (out / name).write_text(text)
    return out.stat().st_ino


def content_of(folder: Path) -> dict[str, str]:
    """Return the text of every file but the index and what is hidden."""
    found = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_text() for name, path in found.items() if name != "artifacts.json"}
