"""All pages, for the application to take in."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from agent.doors.pages import static_files
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
