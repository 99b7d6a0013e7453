"""The layout of the output folder."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from foundation.model.errors import InputError, PlanError, Problem
from foundation.model.parts import PARTS, OutputPart
from foundation.model.run.artifacts import Artifact, ArtifactSet, Part
from foundation.model.run.outputs import Outputs


def assemble(parts: dict[str, Part], outputs: Outputs) -> ArtifactSet:
    """Return every file of the run, sorted by path; what is not to be written is kept for the gate.

    Args:
        parts: what was built, by the name of the output part; each goes into the folder that the catalog gives it.
        outputs: what is to be written.

    Raises:
        InputError: nothing would be written.
        PlanError: a part is to be written, and the plan made none; or one was made that the catalog does not have.
    """
    missing = [_not_made(part) for part in PARTS if part.name in outputs.parts and part.name not in parts]
    unknown = [_nowhere_to_go(name) for name in parts.keys() - {part.name for part in PARTS}]
    if missing or unknown:
        raise PlanError(*missing, *unknown)
    files, unsaved = list[Artifact](), list[Artifact]()
    for part in PARTS:
        for artifact, is_configuration in _laid_out(part, parts):
            chosen = part.name in outputs.parts and (is_configuration or not outputs.config_only)
            (files if chosen else unsaved).append(artifact)
    if not files:
        raise _nothing_to_write()
    return ArtifactSet(files=_sorted(files), unsaved=_sorted(unsaved))


def _laid_out(part: OutputPart, parts: dict[str, Part]) -> Iterator[tuple[Artifact, bool]]:
    """Yield each file of a part in its folder, and whether it is configuration."""
    for file in parts[part.name].files if part.name in parts else []:
        is_configuration = any(fnmatchcase(file.path, pattern) for pattern in part.configuration)
        yield Artifact(path=part.folder + file.path, content=file.content), is_configuration


def _not_made(part: OutputPart) -> Problem:
    message = f"output.{part.name} is on, and no step of the plan makes it"
    return _refused(message, f"Put {part.step} before post_processor.assemble.")


def _nowhere_to_go(name: str) -> Problem:
    message = f"a step of the plan makes parts.{name}, and the catalog of parts says nothing of it"
    return _refused(message, "Leave the step out, or add the part to foundation/model/parts.py.")


def _refused(message: str, remedy: str) -> Problem:
    return Problem(code="plan-refused", message=message, remedy=remedy, path="post_processor.assemble")


def _nothing_to_write() -> InputError:
    return InputError(
        Problem(
            code="output-empty",
            message="the component has no ConfigMap, so nothing would be written",
            remedy="Give it config, files or observability, or write the chart's values too.",
            path="output",
        )
    )


def _sorted(files: list[Artifact]) -> list[Artifact]:
    return sorted(files, key=lambda artifact: artifact.path)
