"""Templates and policies: what there is, who uses it, and drafts that wait for a decision."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from agent.bootstrap.use_cases.drafts.listing import build_list_drafts
from agent.bootstrap.use_cases.templates.registry import build_registry
from agent.doors.http.callers import Reader
from agent.doors.http.wiring import Wired
from agent.doors.pages.rendering import page
from agent.doors.pages.route import PageRoute
from agent.doors.pages.shown.lines import part_of
from foundation.model.access import NotThereError
from foundation.model.errors import Problem

router = APIRouter(prefix="/ui/templates", include_in_schema=False, route_class=PageRoute)
Name = Annotated[str, Query(max_length=253)]


@router.get("")
def show_templates(request: Request, caller: Reader, wired: Wired) -> Response:
    """Show chart templates and policies with who uses them, and drafts."""
    found = wired(build_registry, caller)(caller.tenant)
    # Drafts are of the workspace, and name components of whichever tenant.
    drafts = wired(build_list_drafts, caller)(True) if caller.visible is None else []
    return page(request, "templates.html.j2", "Templates and policies", found=found, drafts=drafts)


@router.get("/policy")
def show_policy(request: Request, caller: Reader, wired: Wired, name: Name, folder: Name = "") -> Response:
    """Show a file of policies."""
    policies = wired(build_registry, caller)(caller.tenant).policies
    policy = next((one for one in policies if one.name == name and folder in ("", one.folder)), None)
    if policy is None:
        raise NotThereError(
            Problem(
                code="resource-unknown", message="there are no such policies", remedy="See what there is.", path=name
            )
        )
    return page(request, "policy.html.j2", f"Policy {name}", policy=policy, lines=part_of(policy.text, 1).lines)
