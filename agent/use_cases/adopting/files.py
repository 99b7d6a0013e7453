"""Files of exceptions: what `generate` writes for somebody to allow, and goes by afterwards."""

from pathlib import Path
from typing import Any

from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.flags import Flag
from foundation.model.policy.waivers import ComponentWaiver, WaiverFile
from foundation.source.document import decode, parse_documents
from foundation.source.emit import to_yaml
from foundation.source.validation import validate
from foundation.writing.whole import write_whole

_HEADER = (
    f"# Exceptions from rules, written by `infra-engineer generate {Flag.WRITE_WAIVERS}`. Whoever allows one fills in\n"
    f"# approver; `generate {Flag.BASELINE} FILE` goes by them, and entries that nobody allows can go.\n"
)


def read_waivers(path: str) -> list[ComponentWaiver]:
    """Read a file of exceptions.

    Args:
        path: the file.

    Raises:
        InputError: with every mistake of the file.
    """
    remedy = f"Write one with {Flag.WRITE_WAIVERS}, or check the path."
    try:
        text = decode(Path(path).read_bytes(), path)
    except OSError as error:
        message = f"the exceptions cannot be read: {error.strerror}"
        raise InputError(Problem(code="file-missing", message=message, remedy=remedy, file=path)) from None
    documents = parse_documents(text, path)
    if len(documents) != 1:
        message = f"the file holds {len(documents)} documents, not one"
        raise InputError(Problem(code="baseline-shape", message=message, remedy=remedy, file=path))
    if isinstance(documents[0].data, dict) and "findings" in documents[0].data:
        message = "these are findings that `validate` knows; nobody has allowed them"
        remedy = f"Write exceptions with {Flag.WRITE_WAIVERS}, and have them allowed."
        raise InputError(Problem(code="baseline-shape", message=message, remedy=remedy, file=path))
    return validate(WaiverFile, documents[0], path).policy_exceptions


def write_waivers(path: str, waivers: list[dict[str, Any]]) -> None:
    """Write a file of exceptions.

    Args:
        path: the file; one that is there is replaced.
        waivers: the exceptions as plain data.

    Raises:
        OutsideError: the file cannot be written.
    """
    try:
        write_whole(Path(path), (_HEADER + to_yaml({"policy_exceptions": waivers})).encode())
    except OSError as error:
        message = f"the exceptions cannot be written: {error.strerror}"
        raise OutsideError(
            Problem(code="file-unwritable", message=message, remedy="Check its folder.", file=path)
        ) from None
