"""How a file is called in a message."""

from pathlib import Path


def shown_path(path: Path) -> str:
    """Return a path as short as people write it: from the current folder, if the file is below it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
