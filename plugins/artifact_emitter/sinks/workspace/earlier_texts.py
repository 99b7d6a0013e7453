"""What an earlier run left in a folder, as text."""

from pathlib import Path

from plugins.artifact_emitter.index import read_index
from plugins.artifact_emitter.sinks.workspace.snapshot import inside


def earlier_texts(target: Path, below: str) -> dict[str, str]:
    """Return the texts of files that an earlier run left, by path; what is gone or is no text is left out.

    Args:
        target: the folder.
        below: the folder in it that they are in, with its trailing slash.

    Raises:
        OSError: a file cannot be read.
    """
    index = read_index(target)
    paths = [path for path in index.digests if path.startswith(below) and inside(path)] if index else []
    texts = ((path, _text(target / path)) for path in paths)
    return {path: text for path, text in texts if text is not None}


def _text(path: Path) -> str | None:
    if path.is_symlink() or not path.is_file():
        return None
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        return None
