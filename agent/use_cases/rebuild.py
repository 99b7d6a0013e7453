"""Rebuild: a recorded request is compiled once more, and its files are held against those of then."""

from collections.abc import Callable

from agent.use_cases.history.files import kept_artifacts
from agent.use_cases.history.finding import find_run
from agent.use_cases.history.requests import kept_request, request_again
from agent.use_cases.inputs.request_digest import with_digest
from foundation.model.base import FrozenModel
from foundation.model.destination import workspace
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.basis import Basis
from foundation.model.run.request import GenerationRequest, GenerationResult
from memory.memory import Memory
from memory.records.history import FileDifference, KnownRun, Rebuilt
from memory.records.requests import RecordedRequest, recorded


class RebuildCommand(FrozenModel):
    """Which run to compile again.

    Attributes:
        name: id of a run or of an execution.
        tenant: whose memory is looked at; everybody's by default.
        output: folder to save the files in, as a new run; by default nothing is saved.
        overwrite: whether files there that a person edited may be replaced.
    """

    name: str
    tenant: str | None = None
    output: str | None = None
    overwrite: bool = False


def rebuild(
    command: RebuildCommand,
    *,
    memory: Memory,
    generate: Callable[[GenerationRequest], GenerationResult],
    digest: Callable[[GenerationRequest], str],
    basis: Callable[[], Basis | None],
) -> Rebuilt:
    """Compile what a run was asked for once more; what the run refuses or cannot do is told by its result.

    Args:
        command: which run.
        memory: the memory.
        generate: runs a request.
        digest: returns the digest of a request.
        basis: returns what runs go by today beside their bundles; nothing, if that is not known for sure.

    Raises:
        InputError: there is no such run, it saved nothing, or what it was asked for cannot be run again.
        OutsideError: memory cannot be read.
    """
    found = find_run(command.name, command.tenant, memory=memory)
    kept, before = kept_request(found), kept_artifacts(found, memory)
    request = _again(kept, found.run.run_id, command)
    result = generate(with_digest(request, digest, basis))
    return Rebuilt(
        before=found,
        result=result,
        differences=_differences(before, result.artifacts) if result.artifacts is not None else [],
        changed=_changed(found, kept, request, basis()),
    )


def _again(kept: RecordedRequest, run_id: str, command: RebuildCommand) -> GenerationRequest:
    request = request_again(kept, run_id)
    saved = workspace(command.output, overwrite=command.overwrite) if command.output is not None else None
    options = request.options.model_copy(update={"destination": saved, "request_digest": ""})
    return request.model_copy(update={"options": options, "rebuilds": run_id})


def _differences(before: ArtifactSet, after: ArtifactSet) -> list[FileDifference]:
    then, now = ({file.path: file.digest for file in files.files} for files in (before, after))
    return [
        FileDifference(path=path, kind="added" if path not in then else "changed" if path in now else "removed")
        for path in sorted(then.keys() | now.keys())
        if then.get(path) != now.get(path)
    ]


def _changed(
    found: KnownRun, kept: RecordedRequest, request: GenerationRequest, today: Basis | None
) -> list[str] | None:
    """Return what has changed since: of the bundle, whether this version of the agent reads it as that one did."""
    then = found.run.basis
    if then is None or today is None:
        return None
    return [*(["bundle"] if recorded(request).bundle != kept.bundle else []), *today.changed_since(then)]
