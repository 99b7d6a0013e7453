"""validate_manifests: the gate for manifests that a client has."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from agent.doors.mcp.arguments import KubeVersion
from agent.doors.mcp.bounds import bounded_notes
from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools.command import Command
from foundation.model.access import Principal
from foundation.model.base import FrozenModel
from foundation.model.findings import CheckResult, Finding
from foundation.model.run import outcome as validated

if TYPE_CHECKING:
    from agent.bootstrap import Agent

_MANIFESTS = "manifests.yaml"


class ValidateArguments(FrozenModel):
    """Arguments of validate_manifests."""

    manifests: str = Field(description="Kubernetes manifests as YAML text, one or many documents, at most 4 MB.")
    kube_version: KubeVersion = None
    profile: str | None = Field(
        default=None,
        description="Which rules hold: baseline, restricted, platform, or one of the policy; by default the policy's.",
    )


class ValidationOutcome(Outcome):
    """Answer of validate_manifests."""

    status: Literal["passed", "blocked", "failed"] = Field(description="blocked: a finding is an error.")
    digest: str | None = Field(default=None, description="Digest of what was checked.")
    kube_version: str | None = None
    profile: str | None = Field(default=None, description="Which rules held.")
    schemas: str | None = Field(default=None, description="Digest of the server's own schemas of custom resources.")
    checks: list[CheckResult] = Field(default=[], description="Every check; skipped ones say why.")
    findings: list[Finding] = Field(default=[], description="What the checks found, worst first; errors block.")
    findings_left_out: int = 0


def validate_manifests(agent: "Agent", arguments: ValidateArguments, _: Principal) -> ValidationOutcome:
    """Ask the gate about manifests, as `validate` does on the command line.

    Raises:
        InputError: the text is too large or no UTF-8, or the gate's set-up is wrong.
    """
    from agent.bootstrap.use_cases.validate import build_validate
    from agent.use_cases.validate import ValidateCommand

    command = ValidateCommand(
        manifests={_MANIFESTS: arguments.manifests.encode(errors="surrogatepass")},
        kube_version=arguments.kube_version,
        profile=arguments.profile,
    )
    validation = build_validate(agent.settings, library=agent.library)(command)
    return validation_outcome(validation.outcomes[0])


def validation_outcome(outcome: validated.Outcome) -> ValidationOutcome:
    """Sum a validation up.

    Args:
        outcome: what became of the manifests.
    """
    report = outcome.report
    if report is None:
        problems, left_out = bounded_notes(outcome.problems)
        return ValidationOutcome(status="failed", problems=problems, problems_left_out=left_out)
    findings, left_out = bounded_notes(report.findings)
    return ValidationOutcome(
        status="passed" if report.passed else "blocked",
        digest=report.digest,
        kube_version=report.kube_version,
        profile=report.profile,
        schemas=report.schemas,
        checks=report.checks,
        findings=findings,
        findings_left_out=left_out,
    )


COMMAND = Command(
    name="validate_manifests",
    title="Validate manifests",
    description=(
        "Hold existing Kubernetes manifests against the platform's checks: strict YAML, strict API schemas of a chosen "
        "Kubernetes version, trace labels and annotations, image tags, selectors, replica limits, Ingress hosts. "
        "Nothing is written. Each finding names object, path, line and remedy; status is blocked if one is an error."
    ),
    arguments=ValidateArguments,
    outcome=ValidationOutcome,
    run=validate_manifests,
)
