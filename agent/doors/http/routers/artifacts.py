"""The files of a run: listed, one by one in their exact bytes, and all of them as an archive."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from agent.bootstrap.use_cases.history.artifacts import build_run_artifacts
from agent.doors.http.answers import JSON, TAGGED, tagged_answer
from agent.doors.http.callers import Caller, Reader
from agent.doors.http.json_bytes import as_json
from agent.doors.http.parameters import RunName
from agent.doors.http.schemas import Artifacts
from agent.doors.http.wiring import Wired, Wiring
from agent.use_cases.history.artifacts import RunArtifactsCommand
from foundation.model.run.artifacts import Artifact
from foundation.writing.archives import tgz_of, zip_of

router = APIRouter(prefix="/v1/runs/{run}", tags=["artifacts"])
_GZIP, _ZIP, _BYTES = "application/gzip", "application/zip", "application/octet-stream"
#: None of these is a page that a browser would run.
_MEDIA_TYPES = {
    ".json": JSON,
    ".jsonl": "application/jsonl",
    ".md": "text/markdown; charset=utf-8",
    ".tgz": _GZIP,
    ".tpl": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".yaml": "application/yaml",
}
ArtifactPath = Annotated[str, Path(description="Path of the file, as the list has it.", max_length=1024)]


@router.get("/artifacts", summary="List the files of a run", responses={**TAGGED, 200: {"model": Artifacts}})
def list_artifacts(request: Request, run: RunName, caller: Reader, wired: Wired) -> Response:
    """Give path, SHA-256 and size of each file, `report.json` and `artifacts.json` among them."""
    entries = [file.entry.model_dump() for file in _files(run, caller, wired)]
    return tagged_answer(request, as_json({"artifacts": entries}), JSON)


@router.get(
    "/artifacts.zip",
    summary="Get all files as .zip",
    responses={**TAGGED, 200: {"content": {_ZIP: {}}, "description": "The same bytes each time."}},
)
def zip_archive(request: Request, run: RunName, caller: Reader, wired: Wired) -> Response:
    """Give the files in one archive that holds no times, owners or modes."""
    return _archive(request, run, _files(run, caller, wired), zip_of, _ZIP, "zip")


@router.get(
    "/artifacts.tgz",
    summary="Get all files as .tgz",
    responses={**TAGGED, 200: {"content": {_GZIP: {}}, "description": "The same bytes each time."}},
)
def tgz_archive(request: Request, run: RunName, caller: Reader, wired: Wired) -> Response:
    """Give the files in one archive that holds no times, owners or modes."""
    return _archive(request, run, _files(run, caller, wired), tgz_of, _GZIP, "tgz")


@router.get(
    "/artifacts/{path:path}",
    summary="Get one file of a run",
    responses={**TAGGED, 200: {"content": {_BYTES: {}, **{name: {} for name in _MEDIA_TYPES.values()}}}},
)
def one_artifact(request: Request, run: RunName, path: ArtifactPath, caller: Reader, wired: Wired) -> Response:
    """Give a file in its exact bytes; its ETag is their SHA-256."""
    (file,) = _files(run, caller, wired, path)
    media_type = _MEDIA_TYPES.get(PurePosixPath(file.path).suffix, _BYTES)
    return tagged_answer(request, file.content, media_type, file.digest)


def _files(run: str, caller: Caller, wired: Wiring, path: str | None = None) -> list[Artifact]:
    asked = RunArtifactsCommand(name=run, tenant=caller.tenant, path=path)
    return wired(build_run_artifacts, caller)(asked)


def _archive(
    request: Request,
    run: str,
    files: list[Artifact],
    write: Callable[[Mapping[str, bytes]], bytes],
    media_type: str,
    ending: str,
) -> Response:
    content = write({file.path: file.content for file in files})
    named = {"Content-Disposition": f'attachment; filename="artifacts.{ending}"'}
    return tagged_answer(request, content, media_type, headers=named)
