"""What others have in the folders of an output that are deployed as a whole: the gate has seen nothing of it."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

#: What Helm takes from a chart's folder without its being named anywhere (Helm, "The Chart File Structure").
_FOLDERS = ("templates", "crds", "charts")
_FILES = (".helmignore", "Chart.lock", "requirements.lock", "requirements.yaml", "values.schema.json")
_CHART = "Chart.yaml"
#: What `kubectl apply -f FOLDER` takes of a folder; kustomize takes only what is listed.
_MANIFESTS = (".yaml", ".yml", ".json")
_KUSTOMIZATION = "kustomization.yaml"


def deployed_besides(folder: Path, coming: Collection[str]) -> list[str]:
    """Return the paths of files that are not of the run, and that Helm or kubectl would take with those that are.

    Args:
        folder: the output folder, as it is after the run.
        coming: paths of the run's files.
    """
    charts = {_folder_of(path) for path in coming if path.rpartition("/")[2] == _CHART}
    found = [
        *(path for chart in charts for path in _in_chart(folder, chart)),
        *(path for place in _of_manifests(coming, charts) for path in _in_folder(folder, place)),
    ]
    return sorted(set(found) - set(coming))


def _in_chart(folder: Path, chart: str) -> Iterator[str]:
    yield from (f"{chart}/{name}" for name in _FILES if os.path.lexists(folder / chart / name))
    for name in _FOLDERS:
        for above, folders, files in os.walk(folder / chart / name):
            links = [name for name in folders if Path(above, name).is_symlink()]
            # Helm passes over what is hidden.
            folders[:] = [name for name in folders if not name.startswith(".")]
            shown = (name for name in [*files, *links] if not name.startswith("."))
            place = Path(above).relative_to(folder).as_posix()
            yield from (f"{place}/{name}" for name in shown)


def _of_manifests(coming: Collection[str], charts: Collection[str]) -> set[str]:
    """Return the folders of manifests: those of charts are Helm's, and kustomize reads none."""
    folders = {_folder_of(path) for path in coming if path.endswith(_MANIFESTS) and "/" in path}
    return {
        place
        for place in folders
        if f"{place}/{_KUSTOMIZATION}" not in coming
        and not any(PurePosixPath(place).is_relative_to(chart) for chart in charts)
    }


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0] or "."


def _in_folder(folder: Path, place: str) -> Iterator[str]:
    try:
        names = os.listdir(folder / place)
    except OSError:  # its owner has put something else there meanwhile
        return
    yield from (f"{place}/{name}" for name in names if name.endswith(_MANIFESTS))
