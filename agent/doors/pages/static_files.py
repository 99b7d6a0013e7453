"""The style sheet and the script of the pages."""

from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request, Response

from agent.doors.http.answers import tagged_answer
from foundation.model.errors import InputError, Problem

router = APIRouter(prefix="/ui/static", include_in_schema=False)
_TYPES = {"style.css": "text/css; charset=utf-8", "live.js": "text/javascript; charset=utf-8"}


@router.get("/{name}")
def static_file(request: Request, name: str) -> Response:
    """Answer with a file that pages name."""
    if name not in _TYPES:
        message = f"there is no file {name[:100]!r} here"
        raise InputError(Problem(code="resource-unknown", message=message, remedy=f"There are {', '.join(_TYPES)}."))
    return tagged_answer(request, _content(name), _TYPES[name])


@cache
def _content(name: str) -> bytes:
    return (files(__package__) / "static" / name).read_bytes()
