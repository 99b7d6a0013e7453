"""plan_generation: the steps that a run would take."""

from typing import TYPE_CHECKING

from agent.doors.mcp.arguments import OUTPUT, PlanArguments
from agent.doors.mcp.bounds import bounded
from agent.doors.mcp.outcomes import PlanOutcome
from agent.use_cases.plan import PlanCommand
from foundation.model.destination import workspace
from foundation.model.run.request import Options

if TYPE_CHECKING:
    from agent.bootstrap import Agent


def plan_generation(agent: "Agent", arguments: PlanArguments) -> PlanOutcome:
    """Compose and check the plan of a run.

    Raises:
        InputError: the bundle cannot be read, or holds several components and none is named.
        PlanError: the plan must not run.
    """
    # Imported here: a client's handshake need not wait for it.
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
