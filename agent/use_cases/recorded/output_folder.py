"""An output folder as a source of recorded artifacts: a saved copy of one, or a checkout of an earlier state."""

from collections.abc import Iterator
from pathlib import Path

from agent.use_cases.recorded.identity import owner_of, recorded_run
from agent.use_cases.recorded.verified_files import read_listed, verified_files
from foundation.model.errors import InputError, Problem
from foundation.model.parts import PARTS
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.recorded import Record
from plugins.artifact_emitter.index import INDEX, Index, find_index, parse_index
from plugins.artifact_emitter.report import REPORT, read_report
from plugins.artifact_emitter.sinks.workspace.snapshot import inside

_MEND = "Take another copy of the output, or generate it again from its bundle."
#: An index of this size lists more files than are read.
_LARGEST_INDEX = 16 * 1024 * 1024


class OutputFolder:
    """Reads an output folder.

    Args:
        folder: the folder, as the user named it.
    """

    def __init__(self, folder: str) -> None:
        self.place = folder

    def read(self) -> Record:
        """See ``RecordedArtifacts.read``."""
        folder = Path(self.place)
        index = _index(folder)
        problems = list(_strange_paths(folder, index))
        if problems:
            raise InputError(*problems)
        files = verified_files(folder, index)
        report_file = next((file for file in files if file.path == REPORT), None)
        recorded = [file for file in files if file.path != REPORT]
        artifacts = ArtifactSet(files=recorded, request_digest=index.request or "")
        if artifacts.digest != index.digest:
            message = "the digest of all files is not the one that the index names"
            raise InputError(_problem("record-digest", message, folder / INDEX))
        report = read_report(report_file.content) if report_file is not None else None
        if report is None or report_file is None or report.digest != artifacts.digest:
            message = "there is no report of the gate that says that it let exactly these files pass"
            raise InputError(_problem("record-report", message, folder / REPORT))
        return Record(run=recorded_run(folder, artifacts, report, report_file), artifacts=artifacts)


def component_there(folder: Path) -> tuple[str, str] | None:
    """Return tenant and component of the output that stands in a folder, as far as anybody wrote one there.

    Its files may have been edited: only the chart's values are read, and nothing is verified.

    Args:
        folder: the folder.

    Returns:
        Both names; ``None`` if there is no output.

    Raises:
        InputError: there is one, and it cannot be told whose it is.
    """
    index = find_index(folder).index
    if index is None:
        return None
    listed = [path for path in index.digests if inside(path)]
    charts = [path for path in listed if path.count("/") == 2 and path.endswith("/values.yaml")]
    files: list[Artifact] = []
    for path in charts[:1]:
        content = read_listed(folder, path)
        files += [Artifact(path=path, content=content)] if content is not None else []
    return owner_of(folder, files)


def _index(folder: Path) -> Index:
    if not folder.is_dir():
        remedy = "Name the folder that an earlier run wrote, or a copy of it."
        raise InputError(
            Problem(code="record-missing", message="there is no such folder", remedy=remedy, file=str(folder))
        )
    content = read_listed(folder, INDEX, _LARGEST_INDEX)
    index = parse_index(content) if content is not None else None
    if index is None:
        what = "the index of the output cannot be read" if content is not None else "there is no output in the folder"
        raise InputError(_problem("record-index", what, folder / INDEX, _outputs_in(folder)))
    return index


def _outputs_in(folder: Path) -> str:
    """Say which outputs are below a folder: those of several components have a folder each."""
    found = sorted(str(path.parent) for pattern in (f"*/{INDEX}", f"*/*/{INDEX}") for path in folder.glob(pattern))
    return f"Name one output: {', '.join(found[:10])}." if found else _MEND


def _strange_paths(folder: Path, index: Index) -> Iterator[Problem]:
    """Yield a problem for each path that no run writes: what a folder says of itself is hostile input."""
    seen: set[str] = set()
    for entry in index.artifacts:
        path = entry.path
        ours = path == REPORT or any(path.startswith(part.folder) for part in PARTS)
        if not inside(path) or not ours or path in seen:
            message = f"the index lists {path!r}" + (" twice" if path in seen else ", which no run writes")
            yield _problem("record-path", message, folder / INDEX)
        seen.add(path)


def _problem(code: str, message: str, file: Path, remedy: str = _MEND) -> Problem:
    return Problem(code=code, message=message, remedy=remedy, file=str(file))
