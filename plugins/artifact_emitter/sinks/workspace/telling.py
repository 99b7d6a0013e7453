"""What a save has to say of files that are not its own: nothing of others is replaced, moved or deployed in silence."""

from collections.abc import Collection, Iterable, Mapping

from foundation.model.findings import Finding
from foundation.model.flags import Flag
from plugins.artifact_emitter.sinks.workspace.snapshot import OTHER

_DEPLOYED = "Make it part of the bundle or of a template, or move it out of the output folder."


def replaced(
    place: str,
    paths: Iterable[str],
    found: Mapping[str, str],
    known: Collection[str],
    coming: Collection[str],
    copies: Mapping[str, str],
) -> list[Finding]:
    """Tell of what was replaced or removed because that was wanted.

    Args:
        place: the output folder, as the user named it.
        paths: where something else was than what a run left or brings.
        found: mark of what was there.
        known: paths of what an earlier run left.
        coming: paths of what this run brings.
        copies: path of its copy, in words of the user, by path.
    """
    lost = [path for path in paths if found[path] != OTHER]
    return [
        _warning(
            "file-replaced",
            f"{Flag.OVERWRITE} {'replaced' if path in coming else 'removed'} "
            f"{'what was edited here' if path in known else 'a file of somebody else'}",
            f"A copy is {copies[path]}: delete it when it is no longer wanted."
            if path in copies
            else "Take it from version control or a backup if it is still wanted.",
            f"{place}/{path}",
        )
        for path in lost
    ]


def kept(place: str, paths: Iterable[str]) -> list[Finding]:
    """Tell of what is kept under another name.

    Args:
        place: the output folder, as the user named it.
        paths: where it is now.
    """
    found: list[str] = []
    for path in sorted(paths):
        if not any(path.startswith(f"{other}/") for other in found):
            found.append(path)
    message = "what somebody else had where a file of the output has to be is kept under this name"
    remedy = "Look at it, and move it away or delete it."
    return [_warning("file-kept", message, remedy, f"{place}/{path}") for path in found]


def unchecked(place: str, paths: Iterable[str]) -> list[Finding]:
    """Tell of files that are deployed with the output although the gate has not seen them.

    Args:
        place: the output folder, as the user named it.
        paths: the files.
    """
    message = "a file of somebody else stands among files of the output; helm or kubectl takes it, unchecked"
    return [_warning("file-unchecked", message, _DEPLOYED, f"{place}/{path}") for path in paths]


def _warning(code: str, message: str, remedy: str, file: str) -> Finding:
    return Finding(code=code, severity="warning", message=message, remedy=remedy, file=file)
