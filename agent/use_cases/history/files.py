"""The files of a recorded run in their exact bytes, as its output folder had them."""

from foundation.model.errors import InputError, Problem
from foundation.model.run.artifacts import Artifact, ArtifactSet
from memory.memory import Memory
from memory.records.history import KnownRun
from plugins.artifact_emitter.index import INDEX, index_of, render_index
from plugins.artifact_emitter.report import report_artifact, told_of_fallback


def kept_artifacts(found: KnownRun, memory: Memory) -> ArtifactSet:
    """Return the artifacts of a run, verified by the digest of them all.

    Args:
        found: the run.
        memory: the memory.

    Raises:
        InputError: it saved nothing, or memory does not hold its bytes any longer.
        OutsideError: memory cannot be read, or the bytes are not those that were kept.
    """
    run = found.run
    if run.artifacts is None:
        raise _without_files(f"the run {run.run_id} saved nothing: it was {run.status}", "Name a run that did.")
    artifacts = memory.of(found.tenant).artifacts.get(run.artifacts)
    if artifacts is None:
        raise _without_files(
            f"memory holds the files of the run {run.run_id} no longer",
            f"`infra-engineer rebuild {run.run_id}` compiles them again from what was asked for.",
        )
    report = run.report
    request = "" if report is None or told_of_fallback(report) else run.request_digest
    return artifacts.model_copy(update={"request_digest": request})


def output_files(found: KnownRun, artifacts: ArtifactSet) -> list[Artifact]:
    """Return all that a run's output folder had: the artifacts, report.json and artifacts.json, in their order.

    Args:
        found: the run.
        artifacts: its artifacts.
    """
    report = found.run.report
    files = [*artifacts.files, *([report_artifact(report)] if report is not None else [])]
    index = index_of(artifacts.model_copy(update={"files": files}), artifacts.digest)
    return sorted([*files, Artifact(path=INDEX, content=render_index(index))], key=lambda file: file.path)


def _without_files(message: str, remedy: str) -> InputError:
    return InputError(Problem(code="run-without-files", message=message, remedy=remedy))
