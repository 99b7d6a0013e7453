"""Output folders and chart archives as something to verify."""

from pathlib import Path

from agent.use_cases.recorded.output_index import read_output_index
from agent.use_cases.recorded.verified_files import read_listed
from agent.use_cases.recorded.verified_output import verified_output
from agent.use_cases.validation.bounded_reading import read_bounded
from agent.use_cases.verification.evidence import Evidence
from foundation.model.errors import InputError
from foundation.model.provenance import FOLDER, HELM_SUFFIX, SUFFIX
from foundation.model.run.artifacts import Artifact
from plugins.artifact_emitter.attesting import path_of
from plugins.artifact_emitter.index import INDEX

#: A statement is no larger: it names each file of a run once.
_LARGEST = 16 * 1024 * 1024


def of_folder(folder: Path) -> Evidence:
    """Return the files of an output folder and what was signed of them.

    Args:
        folder: the folder.

    Raises:
        InputError: there is no output whose index can be read.
    """
    index = read_output_index(folder)
    names = sorted(path.name for path in (folder / FOLDER).glob(f"*{SUFFIX}"))
    helm = sorted(path.name for path in (folder / "charts").glob(f"*.tgz{HELM_SUFFIX}"))
    statements = _read(folder, [*(f"{FOLDER}{name}" for name in names), *(f"charts/{name}" for name in helm)])
    try:
        found = verified_output(folder)
    except InputError as error:
        return Evidence(digest=index.digest, files=[], statements=statements, problems=list(error.problems))
    files = [*found.artifacts.files, found.report_file, *_read(folder, [INDEX])]
    return Evidence(digest=index.digest, files=files, statements=statements)


def of_archive(path: Path) -> Evidence:
    """Return a chart's archive and what was signed of it: beside it, or in the output that it stands in.

    Args:
        path: the archive.

    Raises:
        InputError: it cannot be read.
    """
    name = f"{path.parent.name}/{path.name}" if path.resolve().parent.name == "charts" else path.name
    archive = Artifact(path=name, content=read_bounded(path))
    beside = _read(path.parent, [f"{path.name}{SUFFIX}"]) or _read(path.resolve().parent.parent, [path_of(path.name)])
    helm = _read(path.parent, [f"{path.name}{HELM_SUFFIX}"])
    return Evidence(digest=f"sha256:{archive.digest}", files=[archive], statements=[*beside, *helm])


def _read(folder: Path, paths: list[str]) -> list[Artifact]:
    found = [(path, read_listed(folder, path, _LARGEST)) for path in paths]
    return [Artifact(path=path, content=content) for path, content in found if content is not None]
