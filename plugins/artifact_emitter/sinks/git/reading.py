"""What a folder of a repository holds at the paths of a run."""

from collections.abc import Collection
from pathlib import PurePosixPath

from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.provenance import FOLDER
from plugins.artifact_emitter.index import INDEX, parse_index
from plugins.artifact_emitter.sinks.git.repository import Entry, Repository


def there(repository: Repository, commit: str | None, folder: str, wanted: Collection[str]) -> dict[str, bytes]:
    """Return bytes by path of what a folder holds where a run writes, or an earlier one wrote.

    Args:
        repository: the repository.
        commit: the commit; ``None`` for an empty repository.
        folder: the folder.
        wanted: paths that the run writes.

    Raises:
        InputError: with every link, submodule, file or folder that stands in the way.
        OutsideError: the repository failed.
    """
    if commit is None:
        return {}
    above = [str(path) for path in reversed(PurePosixPath(folder, "x").parents) if str(path) != "."]
    on_the_way = {path: found for step in above for path, found in repository.entries(commit, step).items()}
    problems = [_in_the_way(path) for path in above if path in on_the_way and on_the_way[path].kind != "tree"]
    if problems:
        raise InputError(*problems)
    listed = repository.entries(commit, folder, below=True)
    inside = {path.removeprefix(f"{folder}/"): entry for path, entry in listed.items() if path.startswith(f"{folder}/")}
    _require_plain(inside, folder, wanted)
    files = {path: entry for path, entry in inside.items() if entry.is_file}
    index = parse_index(repository.read([files[INDEX].id])[0]) if INDEX in files else None
    paths = {*wanted, *(index.digests if index is not None else ()), INDEX, *filter(_may_be_signed, files)}
    asked = sorted(path for path in paths if path in files)
    return dict(zip(asked, repository.read([files[path].id for path in asked]), strict=True))


def _require_plain(inside: dict[str, Entry], folder: str, wanted: Collection[str]) -> None:
    parents = {str(parent) for path in wanted for parent in PurePosixPath(path).parents}
    bad = [path for path, entry in inside.items() if path in wanted and not entry.is_file]
    bad += [path for path, entry in inside.items() if path in parents and entry.kind != "tree"]
    if bad:
        raise InputError(*(_in_the_way(f"{folder}/{path}") for path in sorted(bad)))


def _may_be_signed(path: str) -> bool:
    return path.startswith(FOLDER) or path.endswith(".prov")


def _in_the_way(path: str) -> Problem:
    return Problem(
        code="git-path",
        message=f"{path} in the repository is a link, a submodule or of another kind than what belongs there",
        remedy="Remove it from the repository, or let naming.git_path name another folder.",
        file=Flag.PUBLISH,
        path=path,
    )
