"""The tools as clients see them: names, descriptions, schemas and hints."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mcp.types import Tool, ToolAnnotations
from pydantic.json_schema import GenerateJsonSchema

from agent.doors.mcp.arguments import GenerateArguments, PlanArguments, ValidateArguments
from agent.doors.mcp.generate import generate_infrastructure
from agent.doors.mcp.outcomes import GenerationOutcome, Outcome, PlanOutcome, ValidationOutcome
from agent.doors.mcp.plan import plan_generation
from agent.doors.mcp.validate import validate_manifests
from foundation.model.base import FrozenModel

if TYPE_CHECKING:
    from agent.bootstrap import Agent


@dataclass(frozen=True)
class Command:
    """A tool and what it calls.

    Attributes:
        tool: what clients see.
        arguments: class of its arguments.
        outcome: class of its answers.
        run: takes the agent and the arguments.
    """

    tool: Tool
    arguments: type[FrozenModel]
    outcome: type[Outcome]
    run: "Callable[[Agent, Any], Outcome]"


class _Schema(GenerateJsonSchema):
    """Schemas without the titles that pydantic makes of field names; they say nothing new."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """See the base class."""
        return False


def schema_of(model: type[FrozenModel]) -> dict[str, Any]:
    """Return a class's JSON Schema; descriptions of nested classes end with their first line."""
    schema = model.model_json_schema(schema_generator=_Schema)
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("title", None)
        part["description"] = part.get("description", "").partition("\n")[0]
    return schema


_GENERATE = (
    "Compile one component bundle into a Helm chart and the Kubernetes manifests of each environment, hold them "
    "against the platform's checks, and write them below the workspace. Where a check fails, nothing is "
    "written: status is blocked, and the findings say what to mend. Equal bundles give equal files and digests. "
    "An earlier output in the folder is replaced as a whole; files that a person edited are never replaced. "
    "The answer lists files and digests; read the files from the workspace."
)
_VALIDATE = (
    "Hold existing Kubernetes manifests against the platform's checks: strict YAML, strict API schemas of a chosen "
    "Kubernetes version, trace labels and annotations, image tags, selectors, replica limits, Ingress hosts. "
    "Nothing is written. Each finding names object, path, line and remedy; status is blocked if one is an error."
)
_PLAN = (
    "Show the steps that generate_infrastructure would run for a bundle, in their order, with what each does and why "
    "optional ones are in or out. Nothing is generated or written; the bundle's form is checked, its content is not."
)


def _command(
    run: "Callable[[Agent, Any], Outcome]",
    title: str,
    description: str,
    arguments: type[FrozenModel],
    outcome: type[Outcome],
    *,
    writes: bool,
) -> Command:
    # The same arguments lead to the same state, and nothing outside this machine is asked.
    hints = ToolAnnotations(
        title=title, readOnlyHint=not writes, destructiveHint=writes, idempotentHint=True, openWorldHint=False
    )
    name: str = run.__name__
    tool = Tool(
        name=name,
        title=title,
        description=description,
        inputSchema=schema_of(arguments),
        outputSchema=schema_of(outcome),
        annotations=hints,
    )
    return Command(tool, arguments, outcome, run)


def commands() -> dict[str, Command]:
    """Return every tool by its name."""
    generate = _command(
        generate_infrastructure,
        "Generate infrastructure",
        _GENERATE,
        GenerateArguments,
        GenerationOutcome,
        writes=True,
    )
    validate = _command(
        validate_manifests, "Validate manifests", _VALIDATE, ValidateArguments, ValidationOutcome, writes=False
    )
    plan = _command(plan_generation, "Plan a generation", _PLAN, PlanArguments, PlanOutcome, writes=False)
    return {command.tool.name: command for command in (generate, validate, plan)}
