"""A run: its steps, what was found at which line, its files, what changed, its events."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from agent.bootstrap.use_cases.history.artifacts import build_run_artifacts
from agent.bootstrap.use_cases.history.showing import build_show_run
from agent.doors.http.callers import Caller, Reader
from agent.doors.http.parameters import RunName
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.bundles import told_at
from agent.doors.pages.shown.lines import MOST_LINES, lines_of
from agent.doors.pages.shown.sides import side_by_side
from agent.doors.pages.shown.waterfall import waterfall
from agent.reporting.run import run_data
from agent.use_cases.history.artifacts import RunArtifactsCommand
from foundation.model.errors import InputError

router = APIRouter(prefix="/ui/runs/{run}", include_in_schema=False, route_class=PageRoute)
Against = Annotated[str | None, Query(max_length=253)]
FilePath = Annotated[str, Query(max_length=1024)]


@router.get("")
def show_run(request: Request, run: RunName, caller: Reader, wired: Wired) -> Response:
    """Show one run."""
    found = wired(build_show_run, caller)(run, caller.tenant)
    record = found.run
    bundle = record.request.bundle if record.request is not None else None
    told, lines = told_at(record.findings, record.problems, bundle)
    files = _files(wired, caller, RunArtifactsCommand(name=record.run_id, tenant=found.tenant)) if found.kept else []
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
        files=files,
        events=run_data(found)["events"],
    )


@router.get("/file")
def show_file(request: Request, run: RunName, path: FilePath, caller: Reader, wired: Wired) -> Response:
    """Show one file of a run, line by line."""
    found = wired(build_show_run, caller)(run, caller.tenant)
    (file,) = _files(wired, caller, RunArtifactsCommand(name=found.run.run_id, tenant=found.tenant, path=path))
    text = _text(file.content)
    marks = [
        (finding.line, number)
        for number, finding in enumerate(found.run.findings, start=1)
        if finding.file == path and finding.line is not None
    ]
    return page(
        request,
        "file.html.j2",
        path,
        run=found.run,
        file=file,
        lines=lines_of(text, marks) if text is not None else None,
        cut=text is not None and text.count("\n") >= MOST_LINES,
    )


@router.get("/changes")
def show_changes(
    request: Request, run: RunName, caller: Reader, wired: Wired, against: Against = None, path: FilePath = ""
) -> Response:
    """Show what a run changed of the one before it, file by file, or one file side by side."""
    found = wired(build_show_run, caller)(run, caller.tenant)
    other = against or found.run.previous_run
    if other is None:
        return page(request, "changes.html.j2", "Changes", run=found.run, other=None, changes=[], rows=None, path="")
    later = _by_path(wired, caller, found.run.run_id, found.tenant)
    earlier = _by_path(wired, caller, other, found.tenant)
    changes = [
        {"path": name, "kind": "added" if name not in earlier else "removed" if name not in later else "changed"}
        for name in sorted(later.keys() | earlier.keys())
        if later.get(name) != earlier.get(name)
    ]
    texts = [_text(side.get(path, b"")) for side in (earlier, later)]
    rows = side_by_side(*[text or "" for text in texts]) if path and None not in texts else None
    return page(
        request, "changes.html.j2", "Changes", run=found.run, other=other, changes=changes, rows=rows, path=path
    )


def _by_path(wired: Wired, caller: Caller, run: str, tenant: str) -> dict[str, bytes]:
    return {file.path: file.content for file in _files(wired, caller, RunArtifactsCommand(name=run, tenant=tenant))}


def _files(wired: Wired, caller: Caller, command: RunArtifactsCommand) -> list[Any]:
    if command.path is not None:
        return wired(build_run_artifacts, caller)(command)
    try:
        return wired(build_run_artifacts, caller)(command)
    except InputError:  # their bytes are no longer in memory, and the rest of the run is
        return []


def _text(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None
