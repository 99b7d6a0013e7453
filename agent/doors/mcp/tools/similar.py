"""find_similar: components that are made of the same things."""

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from agent.doors.mcp.arguments import Tenant
from agent.doors.mcp.bounds import bounded
from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools.command import Command
from agent.use_cases.inputs.bundles import BundleContent, OneBundle
from foundation.model.access import Principal
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.run.similar import ScopePattern, Similar, SimilarComponent, SinceLastRun

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class SimilarArguments(FrozenModel):
    """Arguments of find_similar."""

    bundle: dict[str, Any] | str | None = Field(
        default=None, description="The bundle that is asked about, as generate_infrastructure takes it."
    )
    trace_id: str | None = Field(default=None, description="A trace that was generated, instead of a bundle.")
    component: str | None = Field(default=None, description="Which component, if there are several.")
    tenant: Tenant = None
    limit: int = Field(default=5, ge=1, le=20, description="So many at most.")


class SimilarOutcome(Outcome):
    """Answer of find_similar."""

    status: Literal["found", "failed"]
    component: str | None = None
    similar: list[SimilarComponent] = Field(default=[], description="The most alike first.")
    similar_left_out: int = 0
    pattern: ScopePattern | None = Field(default=None, description="What the other components of the domain do.")
    since: SinceLastRun | None = Field(default=None, description="What changed since the component's last run.")


def find_similar(agent: "Agent", arguments: SimilarArguments, _: Principal) -> SimilarOutcome:
    """Say what is like a component, what its domain does, and what changed since its last run.

    Raises:
        InputError: the bundle cannot be read or generated, or memory knows no such trace.
        OutsideError: memory or the index cannot be used.
    """
    found = _found(agent, arguments)
    similar, left_out = bounded(found.similar)
    return SimilarOutcome(
        status="found",
        component=found.component,
        similar=similar,
        similar_left_out=left_out,
        pattern=found.pattern,
        since=found.since,
    )


def _found(agent: "Agent", arguments: SimilarArguments) -> Similar:
    from agent.bootstrap.use_cases.similar import build_similar_bundle, build_similar_trace

    if (arguments.bundle is None) == (arguments.trace_id is None):
        message = "find_similar takes a bundle or a trace_id"
        raise InputError(Problem(code="wrong-value", message=message, remedy="Give one of them.", file="arguments"))
    if arguments.trace_id is not None:
        ask = build_similar_trace(agent.settings)
        return ask(arguments.trace_id, arguments.tenant, arguments.component, arguments.limit)
    one = OneBundle(
        of=BundleContent(content=arguments.bundle or ""), component=arguments.component, tenant=arguments.tenant
    )
    return build_similar_bundle(agent.settings, agent=agent)(one, arguments.limit)


COMMAND = Command(
    name="find_similar",
    title="Find similar components",
    description=(
        "Name the components that memory has which are made of the same things as a bundle or a trace, say what the "
        "others of its domain have in common, where it departs from that, and what changed since its last run."
    ),
    arguments=SimilarArguments,
    outcome=SimilarOutcome,
    run=find_similar,
)
