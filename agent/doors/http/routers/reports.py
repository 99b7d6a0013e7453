"""The gate's report of a run, in each format that a validation has."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from agent.bootstrap.use_cases.history.reporting import build_run_report
from agent.doors.http.answers import JSON, TAGGED, tagged_answer
from agent.doors.http.callers import Reader
from agent.doors.http.parameters import RunName
from agent.doors.http.wiring import Wired
from agent.reporting.whole import WRITERS
from agent.use_cases.history.reporting import RunReportCommand

router = APIRouter(prefix="/v1/runs/{run}", tags=["reports"])
ReportFormat = Literal["json", "sarif", "junit", "text"]
MEDIA_TYPES: dict[ReportFormat, str] = {
    "json": JSON,
    "sarif": "application/sarif+json",
    "junit": "application/xml",
    "text": "text/plain; charset=utf-8",
}
REPORTS: dict[int | str, dict[str, Any]] = {200: {"content": {name: {} for name in MEDIA_TYPES.values()}}}
Format = Annotated[ReportFormat, Query(alias="format", description="How it is written.")]


@router.get(
    "/report",
    summary="Get the gate's report of a run",
    responses={**TAGGED, **REPORTS},
)
def report(request: Request, run: RunName, caller: Reader, wired: Wired, form: Format = "json") -> Response:
    """Give what the gate said of a run, with the causes of its findings; of a refused run, its mistakes."""
    asked = RunReportCommand(name=run, tenant=caller.tenant)
    text = WRITERS[form](wired(build_run_report, caller)(asked))
    return tagged_answer(request, text.encode(errors="replace"), MEDIA_TYPES[form])
