"""Runs artifacts: what a run made, listed or written out in its exact bytes."""

import os
import shutil
from pathlib import Path

from agent.use_cases.history.files import kept_artifacts, output_files
from agent.use_cases.history.finding import find_run
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.names import did_you_mean
from foundation.model.run.artifacts import Artifact
from foundation.writing.whole import folder_beside
from memory.memory import Memory


class RunArtifactsCommand(FrozenModel):
    """Which files of which run.

    Attributes:
        name: id of a run or of an execution.
        tenant: whose memory is looked at; everybody's by default.
        path: path of the one file that is wanted; all of them by default.
        output: new or empty folder to write all of them into; by default nothing is written.
    """

    name: str
    tenant: str | None = None
    path: str | None = None
    output: str | None = None


def run_artifacts(command: RunArtifactsCommand, *, memory: Memory) -> list[Artifact]:
    """Return files of a run, and write them into a folder if that is asked: all of them or none.

    Args:
        command: which.
        memory: the memory.

    Raises:
        InputError: there is no such run or file, or something stands where the folder is to be.
        OutsideError: memory cannot be read, or the folder cannot be written.
    """
    found = find_run(command.name, command.tenant, memory=memory)
    files = output_files(found, kept_artifacts(found, memory))
    if command.path is not None:
        return [_at(command.path, found.run.run_id, files)]
    if command.output is not None:
        _write(command.output, files)
    return files


def _at(path: str, run_id: str, files: list[Artifact]) -> Artifact:
    by_path = {file.path: file for file in files}
    if path not in by_path:
        otherwise = f"`infra-engineer runs artifacts {run_id}` lists its files."
        raise InputError(
            Problem(
                code="artifact-unknown",
                message=f"the run {run_id} made no file {path}",
                remedy=did_you_mean(path, by_path, otherwise),
            )
        )
    return by_path[path]


def _write(output: str, files: list[Artifact]) -> None:
    folder = Path(output)
    try:
        _require_free(output, folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = folder_beside(folder)
        try:
            for file in files:
                place = made / file.path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file.content)
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        message = f"the files cannot be written: {error.strerror}"
        problem = Problem(code="file-unwritable", message=message, remedy="Check the folder.", file=output)
        raise OutsideError(problem) from None


def _require_free(output: str, folder: Path) -> None:
    empty = folder.is_dir() and not folder.is_symlink() and not os.listdir(folder)
    if os.path.lexists(folder) and not empty:
        problem = Problem(
            code="file-exists",
            message="something is there already",
            remedy="Name a new or an empty folder; `infra-engineer rollback` puts a run back over a present output.",
            file=output,
        )
        raise InputError(problem)
