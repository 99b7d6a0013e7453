"""Pages as HTML, by the one sandboxed environment: every value is escaped, and no sign of it acts on the reader."""

from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import FunctionLoader
from markupsafe import Markup, escape

from agent import __version__
from foundation.model.errors import Problem
from foundation.rendering import sandbox
from foundation.source.tree import shown

#: Nothing comes from elsewhere, no style or script stands in the page, and nobody shows the page in a frame.
_SAFETY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_FOLDER = "html"
#: Longer values are cut: a page must stay readable.
_LONGEST = 100_000
#: What people do about mistakes of requests, which programs look up in the description of the API.
_REMEDIES = {
    "parameter-wrong": "Go back, and give it as the page asks for it.",
    "resource-unknown": "The links above lead to every page.",
    "method-unknown": "Open the page, and send its form.",
    "body-unknown": "Open the page, and send its form.",
    "not-signed-in": "Sign in.",
}
#: Where people go on from a mistake.
_LEADS = {
    "approval-needed": ("/ui/approvals", "what waits for approval"),
    "approval-rejected": ("/ui/approvals?every=true", "what was decided"),
    "approval-unknown": ("/ui/approvals", "what waits for approval"),
    "dead-letter-unknown": ("/ui/fleet#letters", "the dead letters"),
    "draft-pending": ("/ui/templates#drafts", "the drafts, to decide about it"),
    "draft-rejected": ("/ui/templates#drafts", "the drafts"),
    "draft-unknown": ("/ui/templates", "the drafts"),
    "run-unknown": ("/ui/runs", "the runs"),
    "trace-unknown": ("/ui/trace", "find it by another id"),
}


@cache
def _environment() -> Any:
    environment = sandbox(markup=True)
    environment.loader = FunctionLoader(_source)
    environment.finalize = _inert
    environment.filters["shown"] = lambda value: shown(str(value))
    environment.filters["as_given"] = lambda value: Markup(escape(value))  # noqa: S704 - it is escaped
    environment.filters["when"] = _when
    environment.filters["lead"] = _LEADS.get
    environment.filters["urlencode"] = lambda value: quote(str(value), safe="", errors="replace")
    return environment


def _source(name: str) -> str:
    return (files(__package__) / _FOLDER / name).read_text(encoding="utf-8")


def _inert(value: object) -> object:
    """Return what stands on a page for a value: controls and marks of direction are replaced, and long text is cut."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    kept = value[:_LONGEST].replace("\r\n", "\n")
    if not kept.isprintable():
        kept = "".join(sign if sign in "\n\t" or sign.isprintable() else "\ufffd" for sign in kept)
    return kept if len(value) <= _LONGEST else f"{kept} …"


def _when(moment: str) -> Markup:
    """Return a time in UTC, ISO 8601, as people read it; a line may end before the hour alone."""
    day, _, hour = shown(moment).removesuffix("Z").partition("T")
    return Markup('<time datetime="{}"><span>{}</span> <span>{}</span></time>').format(shown(moment), day, hour)


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
    return HTMLResponse(text.encode(errors="replace"), status, _SAFETY)


def problems_page(request: Request, status: int, problems: Sequence[Problem]) -> Response:
    """Answer with a page that lists every mistake with the way to mend it.

    Args:
        request: what was asked.
        status: status of HTTP.
        problems: the mistakes.
    """
    told = [one.model_copy(update={"remedy": _REMEDIES.get(one.code, one.remedy)}) for one in problems]
    leads = dict.fromkeys(_LEADS[one.code] for one in problems if one.code in _LEADS)
    title = HTTPStatus(status).phrase
    return page(request, "error.html.j2", title, status=int(status), problems=told, leads=list(leads))
