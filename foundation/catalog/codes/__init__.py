"""The codes of all mistakes, notices and failures: one file a group, each code with what it means.

The gate's rules explain themselves where they are written, one a module; they are not among these.
"""

from importlib.resources import files

from pydantic import Field, RootModel

from foundation.model.codes import Explanation
from foundation.source.document import parse_documents
from foundation.source.validation import validate


class _Group(RootModel[dict[str, Explanation]]):
    """A file of codes."""

    root: dict[str, Explanation] = Field(min_length=1)


def read_codes() -> dict[str, dict[str, Explanation]]:
    """Return every code with its explanation, by group.

    Raises:
        InputError: a file is wrong.
    """
    # Python may keep a folder of bytecode beside the files.
    names = sorted(file.name for file in files(__package__).iterdir() if file.name.endswith(".yaml"))
    texts = {name: files(__package__).joinpath(name).read_text(encoding="utf-8") for name in names}
    return {name.removesuffix(".yaml"): _read(name, text) for name, text in texts.items()}


def _read(name: str, text: str) -> dict[str, Explanation]:
    (document,) = parse_documents(text, name)
    return validate(_Group, document, name).root
