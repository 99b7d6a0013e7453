"""The files of a run, as pages get them."""

from agent.bootstrap.use_cases.history.artifacts import build_run_artifacts
from agent.doors.http.callers import Caller
from agent.doors.http.wiring import Wiring
from agent.use_cases.history.artifacts import RunArtifactsCommand
from foundation.model.errors import InputError
from foundation.model.run.artifacts import Artifact


def files_of(wired: Wiring, caller: Caller, run: str, tenant: str) -> list[Artifact]:
    """Return all files of a run; none, if memory holds their bytes no longer.

    Args:
        wired: gives use cases.
        caller: who asks.
        run: id of the run.
        tenant: its tenant.
    """
    try:
        return wired(build_run_artifacts, caller)(RunArtifactsCommand(name=run, tenant=tenant))
    except InputError:
        return []


def file_of(wired: Wiring, caller: Caller, run: str, tenant: str, path: str) -> Artifact:
    """Return one file of a run.

    Args:
        wired: gives use cases.
        caller: who asks.
        run: id of the run.
        tenant: its tenant.
        path: path of the file.

    Raises:
        InputError: the run made none of this path, or memory holds its bytes no longer.
    """
    (file,) = wired(build_run_artifacts, caller)(RunArtifactsCommand(name=run, tenant=tenant, path=path))
    return file


def text_of(content: bytes) -> str | None:
    """Return the text of a file; nothing, if it is none."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None
