"""What is written on a pull request: Markdown in which everything that a bundle says stands as code."""

from collections.abc import Mapping
from typing import Any

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from plugins.event_emitter.alerts.links import page_of
from plugins.event_emitter.alerts.text import inert

#: Most mistakes that a comment names, and characters of each of their parts.
_MOST, _PART = 30, 300
#: Most notes at lines.
MOST_NOTES = 30


class Note(FrozenModel):
    """A note at a line.

    Attributes:
        file: path in the repository.
        line: its line.
        mark: what it is known again by.
        text: the note, with its mark.
    """

    file: str
    line: int
    mark: str
    text: str


class Comment(FrozenModel):
    """What a pull request is told of a component.

    Attributes:
        mark: what the comment is known again by.
        text: the comment, with its mark.
        is_failure: whether there is something to be mended; a success only changes a comment that is there.
        notes: notes at lines.
    """

    mark: str
    text: str
    is_failure: bool
    notes: list[Note] = []


def comment_of(payload: Mapping[str, Any], pages: str = "") -> Comment | None:
    """Return what an event calls for; nothing, if it calls for none.

    Args:
        payload: payload of an event that names a pull request.
        pages: address of the server that has pages, if it is known.
    """
    match payload.get("event"):
        case "InfrastructureGenerationFailed":
            return _failed(payload, pages)
        case "TraceLinkValidated":
            return _succeeded(payload, pages)
        case _:
            return None


def _failed(payload: Mapping[str, Any], pages: str) -> Comment:
    mark, annotations = _mark("comment", payload["component"]), payload.get("annotations") or []
    errors = payload["errors"]
    component, failure = _code(payload["component"]), _code(payload["failure"])
    lines = [f"**The infrastructure of {component} was not generated:** {failure}", ""]
    for error in errors[:_MOST]:
        place = f" {_code(error['path'])}" if error["path"] else ""
        lines.append(f"- {_code(error['code'])}{place}: {_code(error['message'])} Mend: {_code(error['remedy'])}")
    lines += [f"- and {len(errors) - _MOST} more"] if len(errors) > _MOST else []
    lines += ["", f"Trace {_code(payload['trace_id'] or 'none')}, {_code(payload['timestamp'])}{_more(payload, pages)}"]
    notes = [_note(one) for one in annotations if _is_in_repository(one["file"])]
    return Comment(mark=mark, text="\n".join([mark, *lines]), is_failure=True, notes=notes[:MOST_NOTES])


def _succeeded(payload: Mapping[str, Any], pages: str) -> Comment:
    mark = _mark("comment", payload["component"])
    said = f"The infrastructure of {_code(payload['component'])} is generated."
    foot = f"Trace {_code(payload['trace_id'])}, {_code(payload['digest'])}, {_code(payload['timestamp'])}"
    return Comment(mark=mark, text="\n".join([mark, said, "", f"{foot}{_more(payload, pages)}"]), is_failure=False)


def _more(payload: Mapping[str, Any], pages: str) -> str:
    """Return a link to what the server's pages tell of the trace, or of the component if there is none."""
    if not pages:
        return ""
    return f", [more]({page_of(pages, payload['trace_id'] or '', payload['component'])})"


def _note(annotation: Mapping[str, Any]) -> Note:
    code, message, remedy = (str(annotation[name]) for name in ("code", "message", "remedy"))
    mark = _mark("note", annotation["file"], code, message)
    text = f"{mark}\n{_code(code)}: {_code(message)}\n\nMend: {_code(remedy)}"
    return Note(file=annotation["file"], line=annotation["line"], mark=mark, text=text)


def _is_in_repository(file: str) -> bool:
    return not file.startswith(("/", "-")) and ".." not in file.split("/") and file.isprintable()


def _mark(kind: str, *what: str) -> str:
    digest = json_digest([kind, *what]).removeprefix("sha256:")[:24]
    return f"<!-- infrastructure-engineer-agent {digest} -->"


def _code(text: str) -> str:
    return f"`{inert(text, _PART) or ' '}`"
