"""Runs export: a run as one file, for a person to finish."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from agent.use_cases.handover.archive import zip_of
from agent.use_cases.handover.contents import handed_over, lines_of
from agent.use_cases.history.files import kept_artifacts, output_files
from agent.use_cases.history.finding import find_run
from agent.use_cases.new_files import require_new, write_content
from agent.use_cases.retrying.overriding import request_of
from foundation.merging.patch import patch_of
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import dns_label
from foundation.model.run.artifacts import Artifact
from foundation.model.run.request import GenerationRequest, GenerationResult
from memory.memory import Memory
from memory.records.history import KnownRun
from memory.records.requests import RecordedRequest

#: A .zip archive, or a patch for `git am`.
HandoverForm = Literal["zip", "patch"]


class ExportRunCommand(FrozenModel):
    """Which run, and where to.

    Attributes:
        name: id of a run or of an execution.
        output: file to write: its name ends with .zip, or with .patch.
        tenant: whose memory is looked at; everybody's by default.
        force: whether the file may be replaced.
    """

    name: str
    output: str
    tenant: str | None = None
    force: bool = False


class ExportedRun(FrozenModel):
    """What was written.

    Attributes:
        run_id: the run.
        output: the file.
        finished: whether what is in it passed the gate.
        files: paths in it.
    """

    run_id: str
    output: str
    finished: bool
    files: list[str]


class PackedRun(FrozenModel):
    """A run as one file.

    Attributes:
        run_id: the run.
        content: the bytes of the file.
        finished: whether what is in it passed the gate.
        files: paths in it.
    """

    run_id: str
    content: bytes
    finished: bool
    files: list[str]


def export_run(
    command: ExportRunCommand,
    *,
    memory: Memory,
    preview: Callable[[GenerationRequest], GenerationResult],
    git_path: Callable[[], str],
) -> ExportedRun:
    """Write a run into one file; of one that saved nothing what there is, marked as unfinished.

    Args:
        command: which run, and where to.
        memory: the memory.
        preview: runs a request and tells nobody of it.
        git_path: returns the policy's pattern for a component's folder in a repository.

    Raises:
        InputError: there is no such run, memory does not hold what it was asked for, or the file is there already.
        OutsideError: memory cannot be read, or the file cannot be written.
    """
    file = Path(command.output)
    if file.suffix not in (".zip", ".patch"):
        raise _no_form(command.output)
    require_new([file], command.force)
    form: HandoverForm = "zip" if file.suffix == ".zip" else "patch"
    packed = packed_run(command.name, form, command.tenant, memory=memory, preview=preview, git_path=git_path)
    write_content({file: packed.content})
    return ExportedRun(run_id=packed.run_id, output=command.output, finished=packed.finished, files=packed.files)


def packed_run(
    name: str,
    form: HandoverForm,
    tenant: str | None = None,
    *,
    memory: Memory,
    preview: Callable[[GenerationRequest], GenerationResult],
    git_path: Callable[[], str],
) -> PackedRun:
    """Return a run as one file; of one that saved nothing what there is, marked as unfinished.

    Args:
        name: id of a run or of an execution.
        form: the form of the file.
        tenant: whose memory is looked at; everybody's by default.
        memory: the memory.
        preview: runs a request and tells nobody of it.
        git_path: returns the policy's pattern for a component's folder in a repository.

    Raises:
        InputError: there is no such run, or memory does not hold what it was asked for.
        OutsideError: memory cannot be read.
    """
    found = find_run(name, tenant, memory=memory)
    files, finished = _contents(found, memory, preview)
    if form == "zip":
        content = zip_of(files)
    else:
        slug = dns_label(found.run.component) or "component"
        state = "" if finished else "UNFINISHED: "
        subject = f"{state}infrastructure of {slug} ({found.run.run_id})"
        content = patch_of(files, git_path().format(component=slug), subject)
    return PackedRun(run_id=found.run.run_id, content=content, finished=finished, files=list(files))


def _contents(
    found: KnownRun, memory: Memory, preview: Callable[[GenerationRequest], GenerationResult]
) -> tuple[dict[str, bytes], bool]:
    run, kept = found.run, request_of(found)
    if run.artifacts is not None and memory.of(found.tenant).artifacts.has(run.artifacts):
        made = output_files(found, kept_artifacts(found, memory))
        return handed_over(found, kept, made, finished=True, wrong=[]), True
    files, wrong = _unfinished(found, kept, preview)
    return handed_over(found, kept, files, finished=False, wrong=wrong), False


def _unfinished(
    found: KnownRun, kept: RecordedRequest, preview: Callable[[GenerationRequest], GenerationResult]
) -> tuple[list[Artifact], list[str]]:
    """Return what the run would come to today, as far as it gets, and what is wrong with it."""
    recorded = lines_of(found.run.problems, found.run.findings)
    if kept.hidden:
        return [], recorded
    try:
        request = kept.request
    except ValueError:  # nobody could read it as a bundle then, and nobody can now
        return [], recorded
    options = request.options.model_copy(update={"destination": None, "publish": [], "merge_edits": False})
    result = preview(request.model_copy(update={"options": options}))
    files = result.artifacts.complete.files if result.artifacts is not None else []
    return list(files), lines_of(result.problems, result.findings) or recorded


def _no_form(output: str) -> InputError:
    return InputError(
        Problem(
            code="handover-form",
            message=f"a run is handed over as .zip or as .patch, and {output} is neither",
            remedy="Name a file that ends with .zip, or with .patch for `git am`.",
            file=f"{Flag.OUTPUT} {output}",
        )
    )
