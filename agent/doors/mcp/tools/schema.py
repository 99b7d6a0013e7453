"""describe_schema: what can stand at one place of a bundle or an application."""

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools.command import Command
from agent.use_cases.describe_schema import DescribeSchemaCommand
from agent.use_cases.schema import Form
from foundation.model.access import Principal
from foundation.model.base import FrozenModel

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class SchemaArguments(FrozenModel):
    """Arguments of describe_schema."""

    form: Form = Field(default="bundle", description="Of what.")
    path: str = Field(default="", max_length=1000, description="Such as component.env; all by default.")


class SchemaOutcome(Outcome):
    """Answer of describe_schema."""

    status: Literal["found", "failed"]
    form: dict[str, Any] = Field(default={}, description="JSON Schema of the place, one level deep.")


def describe(_agent: "Agent", arguments: SchemaArguments, _asker: Principal) -> SchemaOutcome:
    """Return the schema of a place.

    Raises:
        InputError: there is no such place.
    """
    from agent.bootstrap.use_cases.describe_schema import build_describe_schema

    asked = DescribeSchemaCommand(form=arguments.form, path=arguments.path)
    return SchemaOutcome(status="found", form=build_describe_schema()(asked))


COMMAND = Command(
    name="describe_schema",
    title="Describe a schema",
    description=(
        "Show the keys that a bundle or an application can have at a path, one level deep, with their types and uses. "
        "The whole is infra://schemas/bundle."
    ),
    arguments=SchemaArguments,
    outcome=SchemaOutcome,
    run=describe,
)
