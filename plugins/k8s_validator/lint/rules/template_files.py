"""Files of templates have names that Helm takes, and their text does not begin with an indent (``template.go``)."""

from collections.abc import Iterator
from pathlib import PurePosixPath

_EXTENSIONS = (".yaml", ".yml", ".tpl", ".txt")
MANIFESTS = (".yaml", ".yml")


def file_faults(path: str) -> Iterator[str]:
    """Yield what is wrong with the name of a template's file."""
    if PurePosixPath(path).suffix not in _EXTENSIONS:
        yield f"{path} ends in no extension of a template"


def indent_faults(path: str, text: str) -> Iterator[str]:
    """Yield what is wrong with the first line of rendered text that is not blank."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    if first[:1].isspace():
        yield f"{path} begins with an indent"
