"""The values of a run, and the layer that each comes from."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from agent.bootstrap.use_cases.history.values import build_run_values
from agent.doors.http.callers import Reader
from agent.doors.http.parameters import RunName
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.values import cells_of

router = APIRouter(prefix="/ui/runs/{run}/values", include_in_schema=False, route_class=PageRoute)
Word = Annotated[str, Query(max_length=253)]


@router.get("")
def show_values(
    request: Request, run: RunName, caller: Reader, wired: Wired, path: Word = "", layer: Word = ""
) -> Response:
    """Show each value with its layer in every environment; of a path or a layer alone, if one is named."""
    found = wired(build_run_values, caller)(run, caller.tenant)
    counts = Counter(row.layer for rows in found.rows.values() for row in rows)
    return page(
        request,
        "values.html.j2",
        "Values",
        run=found.known.run,
        environments=list(found.rows),
        rows=cells_of(found.rows, path.strip(), layer),
        layers=counts,
        path=path,
        layer=layer,
    )
