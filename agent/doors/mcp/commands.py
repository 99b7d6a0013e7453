"""validate_manifests: the gate for manifests that a client has."""

from agent.bootstrap import Agent, today
from agent.doors.mcp.arguments import ValidateArguments
from agent.doors.mcp.bounds import bounded_notes
from agent.doors.mcp.outcomes import ValidationOutcome
from foundation.model.errors import InputError, Problem
from foundation.source.document import decode
from plugins.k8s_validator.rules.runner import run_checks
from plugins.k8s_validator.schemas.store import own_schemas, schema_store
from plugins.k8s_validator.subject.of_files import files_digest, manifests_subject

_MANIFESTS = "manifests.yaml"


def validate_manifests(agent: Agent, arguments: ValidateArguments) -> ValidationOutcome:
    """Run the gate's checks over manifests.

    Raises:
        InputError: there are no schemas for the Kubernetes version, or the text is too large.
    """
    files = {_MANIFESTS: decode(arguments.manifests.encode(), _MANIFESTS)}
    library = agent.library
    policy = library.reading(lambda: library.policy)
    schemas = schema_store(arguments.kube_version or policy.kubernetes_version, own_schemas(agent.settings.schema_path))
    subject = manifests_subject(files, policy, schemas, agent.helm)
    subject.admission = library.reading(lambda: library.admission)
    subject.today = today(agent.settings)
    subject.run_yamllint = agent.settings.yamllint
    report = run_checks(subject, files_digest(files), library.findings)
    if not any(parsed.objects or parsed.problems for parsed in subject.parsed.values()):
        raise InputError(_problem("no-manifests", "there is no object in the text", "Send at least one manifest."))
    findings, left_out = bounded_notes(report.findings)
    return ValidationOutcome(
        status="passed" if report.passed else "blocked",
        digest=report.digest,
        kube_version=report.kube_version,
        checks=report.checks,
        findings=findings,
        findings_left_out=left_out,
    )


def _problem(code: str, message: str, remedy: str) -> Problem:
    return Problem(code=code, message=message, remedy=remedy, file="arguments")
