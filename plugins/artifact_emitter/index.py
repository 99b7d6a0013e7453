"""artifacts.json: every file with its digest, and how an earlier index is read."""

import json
import re
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from foundation.model.base import FrozenModel
from foundation.model.expressions import expression
from foundation.model.run.artifacts import ArtifactSet, IndexEntry, Merged, sha256
from foundation.source.emit import to_json

INDEX = "artifacts.json"

#: A line of an index as ``render_index`` writes it, or one that a merge in version control puts between them.
_LINE = expression(
    r"""[{}\[\]\s,]*
    | \s*"(digest|request|path|sha256|generated)":[ ]"[^"]*",?
    | \s*"size":[ ]\d+,?
    | \s*"artifacts":[ ]\[(\],?)?
    | \s*"(merged|files)":[ ]\{(\},?)?
    | \s*"[^"]*/[^"]*":[ ]"[0-9a-f]*",?
    | (<{7}|={7}|>{7}).*""",
    re.VERBOSE,
)
#: How every index of ours begins.
_BEGINNING = '{\n  "digest": "sha256:'


class Index(FrozenModel):
    """The index of one output folder.

    Attributes:
        digest: digest of the files that the gate looked at.
        request: digest of the request that they answer; nothing, if another run of it may come to other files.
        artifacts: every file, the report among them.
        merged: which of them hold edits of people, and what they were before; nothing if none do.
    """

    digest: str
    request: str | None = None
    merged: Merged | None = None
    artifacts: list[IndexEntry]

    @property
    def digests(self) -> dict[str, str]:
        """Digest by path."""
        return {entry.path: entry.sha256 for entry in self.artifacts}


class FoundIndex(FrozenModel):
    """What stands where a folder's index is to be.

    Attributes:
        standing: whose it is: ``ours`` too where nothing is lost with it, ``damaged`` where it seems to be an index of
            ours that cannot be read.
        mark: SHA-256 of what was read; ``None`` where that is no plain file.
        index: the index, if it can be read.
    """

    standing: Literal["none", "ours", "damaged", "foreign"]
    mark: str | None = None
    index: Index | None = None


def index_of(artifacts: ArtifactSet, digest: str) -> Index:
    """Return the index of a set of files.

    Args:
        artifacts: all files, the report among them.
        digest: digest of the files that the gate looked at.
    """
    request = artifacts.request_digest or None
    entries = [artifact.entry for artifact in artifacts.files]
    return Index(digest=digest, request=request, merged=artifacts.merged, artifacts=entries)


def render_index(index: Index) -> bytes:
    """Return the index as JSON text, in which all is ASCII."""
    data = index.model_dump(exclude_none=True)
    text = to_json(data)
    return ((text if text.isascii() else json.dumps(data, indent=2)) + "\n").encode()


def read_index(folder: Path) -> Index | None:
    """Return the index of a folder, or ``None`` if it has none that can be read."""
    return find_index(folder).index


def find_index(folder: Path) -> FoundIndex:
    """Return what stands where a folder's index is to be; a link, a folder or a pipe there is somebody else's."""
    path = folder / INDEX
    try:
        if path.is_symlink() or not path.is_file():
            return FoundIndex(standing="foreign" if path.is_symlink() or path.exists() else "none")
        content = path.read_bytes()
    except OSError:
        return FoundIndex(standing="none")
    mark, index = sha256(content), parse_index(content)
    return FoundIndex(standing="ours" if index is not None else _standing(content), mark=mark, index=index)


def parse_index(content: bytes) -> Index | None:
    """Return the index that bytes hold, or ``None`` if they are none."""
    try:
        return Index.model_validate_json(content)
    except ValidationError:
        return None


def _standing(content: bytes) -> Literal["ours", "damaged", "foreign"]:
    """Tell whose a file of this name is that is no index: other programs write an artifacts.json too."""
    text = content.decode(errors="ignore")
    if not any(character.isalnum() for character in text):
        return "ours"  # cut off at once, or lost by the disk: it says nothing that could be missed
    try:
        return "damaged" if _has_our_shape(json.loads(text)) else "foreign"
    except (ValueError, RecursionError):
        return "damaged" if _has_our_lines(text) else "foreign"


def _has_our_shape(data: object) -> bool:
    """Tell whether JSON has no field that an index of ours has not."""
    if not isinstance(data, dict) or not data or not data.keys() <= Index.model_fields.keys():
        return False
    entries = data.get("artifacts", [])
    return isinstance(entries, list) and all(
        isinstance(entry, dict) and entry.keys() <= IndexEntry.model_fields.keys() for entry in entries
    )


def _has_our_lines(text: str) -> bool:
    """Tell whether a text that is no JSON is what is left of an index, or two of them in an unfinished merge."""
    if _BEGINNING.startswith(text):
        return True
    *lines, _ = text.splitlines()  # the last one may have been cut off
    begins = text.startswith(_BEGINNING) or any('"digest": "sha256:' in line for line in lines)
    return begins and all(_LINE.fullmatch(line) for line in lines)
