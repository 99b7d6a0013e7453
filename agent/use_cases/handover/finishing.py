"""Runs finish: what a person finished by hand comes back, through the gate, as a run that is linked to theirs."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from agent.use_cases.handover.contents import BUNDLE, MARK, UNFINISHED, Handover
from agent.use_cases.retrying.overriding import Written
from agent.use_cases.retrying.retry import Retried, RetryCommand
from foundation.model.access import Principal
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.run.artifacts import sha256
from plugins.artifact_emitter.index import INDEX

#: Marks and bundles are small; an archive may claim what it likes.
_LARGEST = 4 * 1024 * 1024


class FinishCommand(FrozenModel):
    """What comes back.

    Attributes:
        path: folder or ZIP archive that holds the handover.
        by: who brings it back.
        reason: what was done, and why.
        output: folder to save in; by default the folder itself, if it was an output that passed the gate, or else
            where the run was to save.
        overwrite: whether files there that a person edited may be replaced.
        preview: whether it is only shown what would change.
    """

    path: str
    by: Principal
    reason: str
    output: str | None = None
    overwrite: bool = False
    preview: bool = False


def finish_run(command: FinishCommand, *, retry: Callable[[RetryCommand], Retried]) -> Retried:
    """Take back what a person finished; edits in the chart of an output that passed are merged.

    Args:
        command: what comes back.
        retry: tries the run again.

    Raises:
        InputError: it is no handover, edits would be lost, or the bundle is wrong; with every mistake.
        AccessError, ApprovalNeededError, OutsideError: as a retry raises them.
    """
    handover, bundle, merge = _read(command)
    return retry(
        RetryCommand(
            name=handover.run_id,
            tenant=handover.tenant,
            by=command.by,
            reason=command.reason,
            output=command.output or (command.path if merge else None),
            overwrite=command.overwrite,
            preview=command.preview,
            written=Written(content=bundle, file=f"{command.path}/{BUNDLE}"),
            merge=merge,
        )
    )


def _read(command: FinishCommand) -> tuple[Handover, bytes, bool]:
    """Return what marks the handover, its bundle, and whether edits in its chart are merged."""
    path = Path(command.path)
    read = _of_folder(path) if path.is_dir() else _of_archive(path)
    try:
        handover = Handover.model_validate_json(read(MARK) or b"")
    except ValidationError:
        raise _wrong(command.path, f"there is no handover here: its {MARK} is missing or broken") from None
    bundle = read(BUNDLE)
    if bundle is None:
        raise _wrong(command.path, f"the handover has no {BUNDLE} any longer")
    # What is no longer there is no edit: a patch holds no archives, and nobody needs what did not pass.
    present = {name: content for name in handover.files if (content := read(name)) is not None}
    edited = [name for name, content in present.items() if sha256(content) != handover.files[name]]
    merge = handover.finished and path.is_dir() and read(INDEX) is not None
    lost = [name for name in edited if name.startswith(UNFINISHED) or not merge]
    if lost:
        raise InputError(*(_lost(command.path, name) for name in lost))
    return handover, bundle, merge


def _of_folder(folder: Path) -> Callable[[str], bytes | None]:
    def read(name: str) -> bytes | None:
        file = folder / name
        try:
            if file.is_symlink() or not file.resolve().is_relative_to(folder.resolve()):
                return None
            with file.open("rb") as opened:
                return _bounded(opened.read(_LARGEST + 1), str(folder))
        except (OSError, ValueError):
            return None

    return read


def _of_archive(path: Path) -> Callable[[str], bytes | None]:
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError):
        raise _wrong(str(path), "this is neither a folder nor a ZIP archive") from None

    def read(name: str) -> bytes | None:
        try:
            with archive.open(name) as opened:
                return _bounded(opened.read(_LARGEST + 1), str(path))
        except (KeyError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
            return None

    return read


def _bounded(content: bytes, path: str) -> bytes:
    if len(content) > _LARGEST:
        raise _wrong(path, "the handover is larger than any that was written")
    return content


def _wrong(path: str, message: str) -> InputError:
    remedy = "Name the folder or archive that `infra-engineer runs export` wrote."
    return InputError(Problem(code="handover-wrong", message=message, remedy=remedy, file=path))


def _lost(path: str, name: str) -> Problem:
    return Problem(
        code="handover-edited",
        message=f"{name} was edited, which would be lost: files are made from the bundle",
        remedy=f"Say it in {BUNDLE}; edits in a chart count where it had passed the gate and was unpacked as a folder.",
        file=path,
    )
