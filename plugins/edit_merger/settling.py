"""What becomes of one file that a person edited, and that the agent makes anew."""

from collections.abc import Callable
from dataclasses import dataclass, field

from foundation.merging.markers import conflicts_in
from foundation.merging.three_way import merge_texts
from foundation.model.findings import Finding, Severity
from foundation.model.flags import Flag
from foundation.model.run.artifacts import sha256
from foundation.model.run.edits import EditedFile
from plugins.edit_merger.marked_copies import MarkedCopies

#: Returns a file as the agent made it earlier, if memory still has it.
BaseOf = Callable[[EditedFile], bytes | None]

_MOVE = "move the edit into the bundle or a template"


@dataclass(frozen=True)
class Settled:
    """What becomes of a file.

    Attributes:
        text: what it is from now on; nothing if it is no more.
        findings: what is to be said of it.
    """

    text: str | None
    findings: list[Finding] = field(default_factory=list)


def settle(edited: EditedFile, new: str | None, base_of: BaseOf, copies: MarkedCopies) -> Settled:
    """Return what becomes of a file.

    Args:
        edited: the file as the person left it.
        new: the file as the agent makes it now; nothing if it makes none.
        base_of: finds the file as the agent made it earlier.
        copies: takes and gives the copies of files in conflict.

    Raises:
        OutsideError: git, memory or the disk failed.
    """
    is_as_before = new is not None and sha256(new.encode()) == edited.generated
    if edited.content is None:
        return _deleted(edited, new, is_as_before)
    text = _text(edited.content)
    if text is None:
        return _conflict(edited, new, "the edited file is no text", f"Take it back, or {_MOVE}.")
    if unfinished := conflicts_in(text):
        message = "the markers of an unfinished merge are in the file"
        return _conflict(edited, new, message, "Resolve them, and merge again.", line=unfinished[0])
    if text == new:
        return Settled(new)
    if is_as_before or (new is None and not edited.generated):
        said = "the edit was kept" if edited.generated else "a file that a person added is part of the chart"
        return Settled(text, [_said("file-merged", said, "advice", edited.path)])
    if new is None:
        message = "the file was edited, and the new output has no such file"
        return _conflict(edited, new, message, f"Delete it, or {_MOVE}.")
    return _merged(edited, text, new, base_of, copies)


def _deleted(edited: EditedFile, new: str | None, is_as_before: bool) -> Settled:
    name = edited.path.split("/", 2)[-1]
    if name == "Chart.yaml" or (name.startswith("values") and "/" not in name):
        said = "the file was deleted, and is here again: no chart can be without it"
        return Settled(new, [_said("file-merged", said, "advice", edited.path)])
    if new is None:
        return Settled(None)
    if is_as_before:
        said = "a person deleted the file, and it stays so"
        return Settled(None, [_said("file-merged", said, "advice", edited.path)])
    message = "the file was deleted, and the new output changes it"
    remedy = (
        f"Run once with {Flag.OVERWRITE} instead, which brings it back, and delete it then if that is still wanted."
    )
    return _conflict(edited, new, message, remedy)


def _merged(edited: EditedFile, text: str, new: str, base_of: BaseOf, copies: MarkedCopies) -> Settled:
    kept = base_of(edited) if edited.generated else b""
    base = _text(kept) if kept is not None else None
    if base is None:
        message = "the file was edited, and memory no longer has it as it was made, so nothing can be merged"
        remedy = f"Bring that memory here (memory import), {_MOVE}, or pass {Flag.OVERWRITE} to have a copy kept."
        return Settled(new, [_said("merge-base-missing", message, "error", edited.path, remedy=remedy)])
    name = copies.named(edited.path, base, new, text)
    resolved = copies.read(name)
    if resolved is None:
        merged = merge_texts(base, new, text)
        if not merged.conflicts:
            said = "the edit was merged with the new output"
            return Settled(merged.text, [_said("file-merged", said, "advice", edited.path)])
        copies.write(name, merged.text)
        resolved = merged.text
    if lines := conflicts_in(resolved):
        return Settled(new, [_marked(copies.shown(name), line) for line in lines])
    said = f"the conflict was resolved in {name}, which may be deleted when the output is saved"
    return Settled(resolved, [_said("file-merged", said, "advice", edited.path)])


def _text(content: bytes) -> str | None:
    try:
        return content.decode() if b"\0" not in content else None
    except UnicodeDecodeError:
        return None


def _marked(place: str, line: int) -> Finding:
    message = "the edit and the new output change the same lines in different ways"
    remedy = "Resolve it in this copy, take out the markers, and merge again: the copy is taken then."
    return _said("merge-conflict", message, "error", place, line=line, remedy=remedy)


def _conflict(edited: EditedFile, new: str | None, message: str, remedy: str, line: int | None = None) -> Settled:
    return Settled(new, [_said("merge-conflict", message, "error", edited.path, line=line, remedy=remedy)])


def _said(
    code: str, message: str, severity: Severity, file: str, *, line: int | None = None, remedy: str | None = None
) -> Finding:
    remedy = remedy or "Move what is to stay into the bundle or a template: then nothing has to be merged."
    return Finding(code=code, severity=severity, message=message, remedy=remedy, file=file, line=line)
