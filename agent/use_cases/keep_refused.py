"""Keep what the gate refused, for reading: never output, never taken for it."""

import json
import os.path
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from foundation.model.destination import WORKSPACE, Destination
from foundation.model.errors import AgentError, InputError, OutsideError, Problem
from foundation.model.flags import Flag
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.request import GenerationResult
from foundation.writing.whole import folder_beside

#: Marks a folder that holds refused files, and lists them.
MARK = "refused.json"
_NOTICE = """\
# Refused

The gate refused these files: they are here to be read, and nothing of them may be applied or published.
`{mark}` says what was found, and what in the bundle caused it.

{findings}
"""


def keep_refused(results: Iterable[GenerationResult], folder: str, *, many: bool) -> Iterator[GenerationResult]:
    """Keep the files of every run that the gate blocked.

    Args:
        results: what the runs came to.
        folder: where to keep them; of many components, each gets a folder of its own in it, by tenant and name.
        many: whether they are many.

    Yields:
        The results; findings of blocked runs name the kept files. What could not be kept is a problem of its result
        alone, for the others have results too.
    """
    for result in results:
        place = f"{folder}/{_own_folder(result)}" if many else folder
        try:
            yield _kept(result, place)
        except AgentError as error:
            problems = [*result.problems, *error.problems]
            yield result.model_copy(update={"problems": problems, "fault": error.fault})


def _own_folder(result: GenerationResult) -> str:
    effective = result.effective
    return f"{effective.tenant}/{effective.slug}" if effective is not None else result.component


def require_apart(folder: str, destination: Destination | None) -> None:
    """Refuse to keep in an output folder, around it or in it, and where something else stands.

    Raises:
        InputError: the folder is such a one.
    """
    here = _followed(folder)
    if destination is not None and destination.kind == WORKSPACE:
        output = Path(os.path.realpath(destination.place))  # if it can be no folder, the run says so
        if here == output or output in here.parents or here in output.parents:
            message = f"what is refused cannot be kept with the output in {destination.place}"
            raise _wrong(Path(folder), message, "Name another folder.")
    _require_own(Path(folder), inside=True)


def _followed(folder: str) -> Path:
    """Return a folder without links, or refuse what can be none."""
    try:
        followed = Path(folder).resolve()
        followed.exists()  # a name that is too long is told here
        blocked = [above for above in followed.parents if above.exists() and not above.is_dir()]
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name that is too long, or that none can have
        raise _wrong(Path(folder), "there can be no folder of this name", "Name another folder.") from None
    if blocked:
        raise _wrong(Path(folder), f"{blocked[0]} is no folder", "Name another folder.")
    return followed


def _kept(result: GenerationResult, folder: str) -> GenerationResult:
    if result.status != "blocked" or result.artifacts is None:
        return result
    place = Path(folder)
    _require_own(place)
    made = {file.path for file in result.artifacts.complete.files}
    findings = [
        finding.model_copy(update={"file": f"{folder}/{finding.file}"}) if finding.file in made else finding
        for finding in result.findings
    ]
    kept = result.model_copy(update={"findings": findings})
    try:
        _write(place, kept, result.artifacts.complete)
    except OSError as error:
        message = f"what was refused cannot be kept: {error.strerror}"
        raise OutsideError(
            Problem(code="file-unwritable", message=message, remedy="Check the folder.", file=folder)
        ) from None
    return kept


def _require_own(folder: Path, *, inside: bool = False) -> None:
    """Refuse a folder that holds anything but what was kept there before.

    Args:
        folder: the folder.
        inside: whether marked folders in it are fine too.

    Raises:
        InputError: it does, or it is none.
    """
    if not folder.exists() and not folder.is_symlink():
        return
    remedy = f"Name a new folder, or one that was made by {Flag.KEEP_REFUSED}."
    if folder.is_symlink() or not folder.is_dir():
        raise _wrong(folder, "what is refused is kept in a folder", remedy)
    present = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()
    }
    kept = _listed(folder)
    for mark in folder.rglob(MARK) if inside else ():
        below = mark.parent.relative_to(folder)
        kept |= {(below / name).as_posix() for name in _listed(mark.parent)}
    strange = sorted(present - kept)
    if strange:
        raise _wrong(folder, f"the folder holds what was not refused: {', '.join(strange[:5])}", remedy)


def _listed(folder: Path) -> set[str]:
    try:
        data = json.loads((folder / MARK).read_bytes())
        return {*map(str, data["files"])} if data["status"] == "refused" else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _write(folder: Path, result: GenerationResult, artifacts: ArtifactSet) -> None:
    """Write everything beside the folder, and put it in its place when it is complete."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = folder_beside(folder)
    try:
        for name, content in _files(result, artifacts).items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _files(result: GenerationResult, artifacts: ArtifactSet) -> dict[str, bytes]:
    report = result.explained
    content = {file.path: file.content for file in artifacts.files}
    said = report.model_dump(mode="json", exclude_none=True) if report is not None else {}
    mark = {
        "status": "refused",
        "component": result.component,
        "files": sorted({*content, MARK, "REFUSED.md"}),
        "report": said,
    }
    lines = "\n".join(
        f"- {finding.code}: {finding.message} ({finding.object or finding.file})" for finding in result.blocking
    )
    content[MARK] = (json.dumps(mark, indent=2, ensure_ascii=False) + "\n").encode()
    content["REFUSED.md"] = _NOTICE.format(mark=MARK, findings=lines).encode()
    return content


def _wrong(folder: Path, message: str, remedy: str) -> InputError:
    return InputError(
        Problem(code="refused-folder", message=message, remedy=remedy, file=f"{Flag.KEEP_REFUSED} {folder}")
    )
