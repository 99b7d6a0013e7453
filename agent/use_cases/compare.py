"""Compare: what a new run would change in a folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from agent.execution.causes import with_causes
from agent.use_cases.comparing.manifests import meaning_of_files
from agent.use_cases.inputs.bundles import OneBundle, load_one
from agent.use_cases.inputs.completing import Complete, completely
from foundation.model.base import FrozenModel
from foundation.model.findings import Finding
from foundation.model.run.artifacts import ArtifactSet, sha256
from foundation.model.run.changes import Change
from foundation.model.run.meaning import Meaning
from foundation.model.run.request import GenerationRequest, GenerationResult, Options
from plugins.artifact_emitter.index import read_index
from plugins.artifact_emitter.report import REPORT
from plugins.artifact_emitter.sinks.workspace.place import readable_folder
from plugins.k8s_validator.upgrades.refused import refused_changes


class CompareCommand(FrozenModel):
    """What to compare.

    Attributes:
        bundle: the bundle.
        folder: output folder of an earlier run.
        options: how the new run goes; it saves nothing.
    """

    bundle: OneBundle
    folder: str
    options: Options = Options()


class Compared(FrozenModel):
    """What came of it.

    Attributes:
        result: the new run; only if it generated something there is anything to compare.
        changes: files that differ.
        meaning: what that changes in the objects.
        refused: changes among them that an API server refuses where the earlier output is applied.
    """

    result: GenerationResult
    changes: list[Change] = []
    meaning: Meaning = Meaning()
    refused: list[Finding] = []


def compare(
    command: CompareCommand, *, generate: Callable[[GenerationRequest], GenerationResult], complete: Complete
) -> Compared:
    """Generate a bundle without saving it, and hold the files against a folder.

    Args:
        command: what to compare.
        generate: runs a request.
        complete: adds to the mistakes of a bundle that cannot be read what else is wrong with it.

    Raises:
        InputError: the bundle cannot be read, with every mistake of it; or the folder can be none.
    """
    folder = readable_folder(command.folder)
    options = command.options.model_copy(update={"destination": None})
    request = completely(complete, options, load_one, command.bundle).request(options)
    result = generate(request)
    if result.status != "generated" or result.artifacts is None:
        return Compared(result=result)
    changes = changes_of(result.artifacts, folder)
    refused = with_causes(_refused(changes), request, result.effective, result.artifacts)
    return Compared(result=result, changes=changes, meaning=meaning_of_files(changes), refused=refused)


def _refused(changes: list[Change]) -> list[Finding]:
    manifests = [change for change in changes if change.kind == "changed" and change.path.startswith("manifests/")]
    before = {change.path: change.before for change in manifests}
    return refused_changes(before, {change.path: change.after for change in manifests})


def changes_of(artifacts: ArtifactSet, folder: Path) -> list[Change]:
    """Return every file that a run would add, change or remove, sorted by path."""
    index = read_index(folder)
    known = set(index.digests) - {REPORT} if index else set()
    coming = {artifact.path: artifact.content for artifact in artifacts.files}
    changes = []
    for path in sorted(known | coming.keys()):
        before = _content(folder / path)
        after = coming.get(path)
        if before != after:
            kind: Literal["added", "changed", "removed"] = "added" if before is None else "changed"
            kind = "removed" if after is None else kind
            changes.append(Change(path=path, kind=kind, before=_text(before), after=_text(after)))
    return changes


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _text(content: bytes | None) -> str:
    if content is None:
        return ""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return f"binary, sha256 {sha256(content)}\n"
