"""All pages, for the application to take in."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from agent.doors.http.callers import Reader
from agent.doors.pages import static_files
from agent.doors.pages.rendering import problems_page
from agent.doors.pages.views import (
    approvals,
    components,
    drafts,
    files,
    fleet,
    retry,
    rollback,
    run,
    runs,
    sign_in,
    similar,
    templates,
    trace,
    validate,
    values,
)
from foundation.model.errors import Problem

router = APIRouter(include_in_schema=False)


@router.get("/")
def first_page(request: Request) -> Response:
    """Lead to the runs."""
    return RedirectResponse("/ui/runs")


for module in (
    runs,
    retry,
    rollback,
    values,
    run,
    files,
    trace,
    components,
    templates,
    drafts,
    approvals,
    similar,
    fleet,
    validate,
    sign_in,
    static_files,
):
    router.include_router(module.router)


@router.get("/ui/{rest:path}")
def no_page(request: Request, rest: str, caller: Reader) -> Response:
    """Tell that there is no such page."""
    problem = Problem(code="resource-unknown", message="there is no such page", remedy="See what there is.", path=rest)
    return problems_page(request, HTTPStatus.NOT_FOUND, [problem])
