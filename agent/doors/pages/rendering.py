"""Pages as HTML, by the one sandboxed environment; every value is escaped."""

from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import FunctionLoader

from agent import __version__
from foundation.rendering import sandbox
from foundation.source.tree import shown

#: Nothing comes from elsewhere, no style or script stands in the page, and nobody shows the page in a frame.
SAFETY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_FOLDER = "html"


@cache
def _environment() -> Any:
    environment = sandbox(markup=True)
    environment.loader = FunctionLoader(_source)
    environment.filters["shown"] = _shown
    environment.filters["readable"] = _readable
    return environment


def _source(name: str) -> str:
    return (files(__package__) / _FOLDER / name).read_text(encoding="utf-8")


def _shown(value: object) -> str:
    """Return a value so that no character of it acts on the reader: controls and marks of direction are replaced."""
    return shown(str(value))


def _readable(value: object) -> str:
    """Return a text of several lines in which no character acts on the reader."""
    return "\n".join(shown(line) for line in str(value).splitlines())


def page(request: Request, name: str, title: str, *, status: int = 200, **values: Any) -> Response:
    """Answer with a page.

    Args:
        request: what was asked.
        name: the template, such as ``runs.html.j2``.
        title: what the page is called.
        status: status of HTTP.
        values: what the template names.
    """
    principal = request.scope.get("state", {}).get("principal")
    session = request.app.state.sessions.of(request.scope)
    common = {
        "title": title,
        "path": request.url.path,
        "version": __version__,
        "principal": principal,
        "signed_in": session is not None,
        "form_token": session.form_token if session is not None else "",
    }
    text = _environment().get_template(name).render({**common, **values})
    return HTMLResponse(text, status, SAFETY)
