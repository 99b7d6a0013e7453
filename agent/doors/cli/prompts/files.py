"""Writing a report where a command line says."""

from pathlib import Path

from agent.model.errors import OutsideError, Problem


def write_file(path: Path, text: str) -> None:
    """Write a file, and the folders on its way.

    Raises:
        OutsideError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        message, remedy = f"the file cannot be written: {error.strerror}", "Check the path."
        raise OutsideError(Problem(code="file-unwritable", message=message, remedy=remedy, file=str(path))) from None
