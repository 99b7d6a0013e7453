"""Files that are dropped on a page or chosen there, by their names: what is looked at, and what is left out."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from agent.doors.http.mistakes import wrong_body
from agent.doors.http.work.validation import MANIFESTS
from foundation.kubectl.kustomize import FILES as KUSTOMIZATIONS
from foundation.model.base import FrozenModel
from foundation.source.document import MAX_BYTES

_MOST_FILES, _MOST_FIELDS, _LONGEST_NAME = 1_000, 10, 500
_SUFFIXES = (".yaml", ".yml", ".json")
#: What a JSON file of a folder has in it if it is a manifest; folders hold much other JSON.
_OF_MANIFESTS = (b'"apiVersion"', b'"kind"')


class Dropped(FrozenModel):
    """What a form brought.

    Attributes:
        form_token: what it says of the page that it is from.
        pasted: text that was typed or pasted.
        files: all that is to be looked at, by name; what was pasted comes first.
        left_out: names of files of folders that hold no manifests by themselves.
    """

    form_token: str
    pasted: str
    files: dict[str, bytes]
    left_out: list[str]


async def dropped(request: Request) -> Dropped:
    """Read a form with files.

    Args:
        request: what brought it, within bounds.

    Raises:
        InputError: it is no such form.
    """
    try:
        async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=MAX_BYTES) as form:
            given = await _files(form)
    except HTTPException as error:
        raise wrong_body("body-unknown", f"the form cannot be read: {error.detail}") from None
    pasted, left_out = _text(form, "manifests").replace("\r\n", "\n"), _left_out(given)
    typed = {MANIFESTS: pasted.encode(errors="replace")} if pasted.strip() or not given else {}
    return Dropped(
        form_token=_text(form, "form_token"),
        pasted=pasted,
        files=typed | {name: content for name, content in given.items() if name not in left_out},
        left_out=left_out,
    )


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


async def _files(form: FormData) -> dict[str, bytes]:
    """Return the files that were chosen; those of the same name are told apart by a number."""
    found: dict[str, bytes] = {}
    for one in form.getlist("files"):
        if isinstance(one, UploadFile) and one.filename:
            name = one.filename[:_LONGEST_NAME]
            number = sum(known == name or known.startswith(f"{name} (") for known in (MANIFESTS, *found))
            found[f"{name} ({number + 1})" if number else name] = await one.read()
    return found


def _left_out(files: Mapping[str, bytes]) -> list[str]:
    """Return the files of folders that hold no manifests by themselves: parts of charts and kustomizations, and others.

    Whatever was chosen itself is looked at.
    """
    paths = {name: PurePosixPath(name) for name in files}
    charts = {path.parent for path in paths.values() if path.name == "Chart.yaml"}
    return [
        name
        for name, path in paths.items()
        if len(path.parts) > 1 and (not charts.isdisjoint(path.parents) or not _is_manifest(path, files[name]))
    ]


def _is_manifest(path: PurePosixPath, content: bytes) -> bool:
    if path.name in KUSTOMIZATIONS or path.suffix not in _SUFFIXES:
        return False
    return path.suffix != ".json" or all(word in content for word in _OF_MANIFESTS)
