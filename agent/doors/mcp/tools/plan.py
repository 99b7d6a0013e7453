"""plan_generation: the steps that a run would take."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from agent.doors.mcp.arguments import BundleArguments
from agent.doors.mcp.bounds import bounded
from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools.command import Command
from agent.doors.places import OUTPUT
from agent.use_cases.plan import PlanCommand
from foundation.model.access import Principal
from foundation.model.destination import workspace
from foundation.model.run.plan import PlannedStep
from foundation.model.run.request import Options

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class PlanArguments(BundleArguments):
    """Arguments of plan_generation."""


class PlanOutcome(Outcome):
    """Answer of plan_generation."""

    status: Literal["planned", "failed"]
    component: str | None = None
    environments: list[str] = Field(default=[], description="Environments that would be generated.")
    environments_left_out: int = 0
    planner: str | None = None
    steps: list[PlannedStep] = Field(default=[], description="Kernel functions in the order they would run.")
    reasons: dict[str, str] = Field(default={}, description="Why optional steps are in or left out, by step.")


def plan_generation(agent: "Agent", arguments: PlanArguments, _: Principal) -> PlanOutcome:
    """Compose and check the plan of a run.

    Raises:
        InputError: the bundle cannot be read, or holds several components and none is named.
        PlanError: the plan must not run.
    """
    from agent.bootstrap.use_cases.plan import build_plan

    options = Options(environments=arguments.environments or [], destination=workspace(OUTPUT))
    planned = build_plan(agent.settings, agent=agent)(
        PlanCommand(bundle=arguments.one, options=options, own_folders=True)
    )
    environments, left_out = bounded(planned.environments)
    return PlanOutcome(
        status="planned",
        component=planned.component,
        environments=environments,
        environments_left_out=left_out,
        planner=planned.plan.planner,
        steps=planned.plan.steps,
        reasons=planned.plan.reasons,
    )


COMMAND = Command(
    name="plan_generation",
    title="Plan a generation",
    description=(
        "Show the steps that generate_infrastructure would run for a bundle, in their order, with what each does and "
        "why optional ones are in or out. Nothing is generated or written."
    ),
    arguments=PlanArguments,
    outcome=PlanOutcome,
    run=plan_generation,
)
