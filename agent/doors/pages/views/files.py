"""Files of a run: one line by line, and what changed of the run before, side by side."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from agent.bootstrap.use_cases.history.showing import build_show_run
from agent.doors.http.callers import Reader
from agent.doors.http.parameters import RunName
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.files import file_of, files_of, text_of
from agent.doors.pages.shown.highlight import is_highlighted
from agent.doors.pages.shown.lines import PAGE, part_of
from agent.doors.pages.shown.sides import Sides

router = APIRouter(prefix="/ui/runs/{run}", include_in_schema=False, route_class=PageRoute)
Against = Annotated[str | None, Query(max_length=253)]
FilePath = Annotated[str, Query(max_length=1024)]
First = Annotated[int, Query(ge=1, le=100_000_000)]


@router.get("/file")
def show_file(
    request: Request, run: RunName, path: FilePath, caller: Reader, wired: Wired, first: First = 1
) -> Response:
    """Show a page of a file, in colours."""
    found = wired(build_show_run, caller)(run, caller.tenant)
    file = file_of(wired, caller, found.run.run_id, found.tenant, path)
    text = text_of(file.content)
    marks = [
        (finding.line, number)
        for number, finding in enumerate(found.run.findings, start=1)
        if finding.file == path and finding.line is not None
    ]
    part = part_of(text, first, marks, highlighted=is_highlighted(path)) if text is not None else None
    return page(request, "file.html.j2", path, run=found.run, file=file, part=part)


@router.get("/changes")
def show_changes(
    request: Request,
    run: RunName,
    caller: Reader,
    wired: Wired,
    against: Against = None,
    path: FilePath = "",
    first: First = 1,
) -> Response:
    """Show what a run changed of the one before it, file by file, or one file side by side."""
    found = wired(build_show_run, caller)(run, caller.tenant)
    other = against or found.run.previous_run
    values: dict[str, Any] = {
        "run": found.run,
        "other": other,
        "changes": [],
        "rows": None,
        "path": path,
        "first": first,
        "count": 0,
    }
    if other is None:
        return page(request, "changes.html.j2", "Changes", **values)
    later, earlier = (
        {file.path: file.content for file in files_of(wired, caller, one, found.tenant)}
        for one in (found.run.run_id, other)
    )
    values["changes"] = [
        {"path": name, "kind": "added" if name not in earlier else "removed" if name not in later else "changed"}
        for name in sorted(later.keys() | earlier.keys())
        if later.get(name) != earlier.get(name)
    ]
    before, after = (text_of(side.get(path, b"")) for side in (earlier, later))
    if path and before is not None and after is not None:
        sides = Sides(before, after)
        values |= {"rows": sides.rows(first - 1, first - 1 + PAGE), "count": len(sides)}
    return page(request, "changes.html.j2", "Changes", page_size=PAGE, **values)
