"""A run: its steps, what was found at which line, its files, its events, what models were asked."""

from fastapi import APIRouter, Request, Response

from agent.bootstrap.use_cases.history.showing import build_show_run
from agent.doors.http.callers import Reader
from agent.doors.http.parameters import RunName
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.bundles import told_at
from agent.doors.pages.shown.files import files_of
from agent.doors.pages.shown.waterfall import waterfall
from agent.reporting.run import run_data

router = APIRouter(prefix="/ui/runs/{run}", include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_run(request: Request, run: RunName, caller: Reader, wired: Wired) -> Response:
    """Show one run."""
    found = wired(build_show_run, caller)(run, caller.tenant)
    record = found.run
    bundle = record.request.bundle if record.request is not None else None
    told, lines = told_at(record.findings, record.problems, bundle)
    return page(
        request,
        "run.html.j2",
        f"Run {record.run_id}",
        run=record,
        tenant=found.tenant,
        kept=found.kept,
        told=told,
        lines=lines,
        bars=waterfall(record.plan.steps if record.plan else [], record.timings),
        reasons=record.plan.reasons if record.plan else {},
        checks=record.report.checks if record.report else [],
        files=files_of(wired, caller, record.run_id, found.tenant) if found.kept else [],
        events=run_data(found)["events"],
    )
