"""explain_values: which layer set each effective value."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from agent.doors.mcp.arguments import BundleArguments
from agent.doors.mcp.bounds import bounded
from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools.command import Command
from agent.use_cases.explain import ExplainCommand, Explained
from foundation.model.access import Principal
from foundation.model.bundle.origins import OriginRow

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class ExplainArguments(BundleArguments):
    """Arguments of explain_values."""

    path: str = Field(default="", description="Only values at or below it, such as autoscale.")


class ExplainedValue(OriginRow):
    """A value with the layer that set it."""

    environment: str


class ExplainOutcome(Outcome):
    """Answer of explain_values."""

    status: Literal["explained", "failed"]
    values: list[ExplainedValue] = Field(default=[], description="By environment and path; later layers win.")
    values_left_out: int = 0


def explain_values(agent: "Agent", arguments: ExplainArguments, _: Principal) -> ExplainOutcome:
    """Merge a bundle's layers.

    Raises:
        InputError: with every mistake of the bundle, or nothing is set at the path.
        AgentError: there are no templates for it.
    """
    from agent.bootstrap.use_cases.explain import build_explain

    asked = ExplainCommand(bundle=arguments.one, path=arguments.path, environments=arguments.environments or [])
    values, left_out = bounded(_values(build_explain(agent.settings, agent=agent)(asked)))
    return ExplainOutcome(status="explained", values=values, values_left_out=left_out)


def _values(explained: Explained) -> list[ExplainedValue]:
    return [
        ExplainedValue(environment=environment, path=row.path, layer=row.layer, value=row.value)
        for environment, rows in explained.rows.items()
        for row in rows
    ]


COMMAND = Command(
    name="explain_values",
    title="Explain values",
    description=(
        "Show every effective value of a bundle in each environment, with the layer that set it: platform, template, "
        "profile, bundle, environment or tenant. Nothing is generated or written. A path keeps the answer short."
    ),
    arguments=ExplainArguments,
    outcome=ExplainOutcome,
    run=explain_values,
)
