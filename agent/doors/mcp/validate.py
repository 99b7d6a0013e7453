"""validate_manifests: the gate for manifests that a client has."""

from typing import TYPE_CHECKING

from agent.doors.mcp.arguments import ValidateArguments
from agent.doors.mcp.outcomes import ValidationOutcome
from agent.doors.mcp.summary import validation_outcome

if TYPE_CHECKING:
    from agent.bootstrap import Agent

_MANIFESTS = "manifests.yaml"


def validate_manifests(agent: "Agent", arguments: ValidateArguments) -> ValidationOutcome:
    """Ask the gate about manifests, as `validate` does on the command line.

    Raises:
        InputError: the text is too large or no UTF-8, or the gate's set-up is wrong.
    """
    # Imported here: a client's handshake need not wait for the rules.
    from agent.bootstrap.use_cases.validate import build_validate
    from agent.use_cases.validate import ValidateCommand

    command = ValidateCommand(
        manifests={_MANIFESTS: arguments.manifests.encode(errors="surrogatepass")},
        kube_version=arguments.kube_version,
        profile=arguments.profile,
    )
    validation = build_validate(agent.settings, library=agent.library, helm=agent.helm)(command)
    return validation_outcome(validation.outcomes[0])
