"""The three commands behind the tools: each reads its arguments, asks the agent and sums up."""

import json
from typing import Any

from agent.bootstrap import Agent, announce_rejection, today
from agent.doors.mcp.arguments import GenerateArguments, PlanArguments, ValidateArguments
from agent.doors.mcp.bounds import bounded, bounded_notes
from agent.doors.mcp.outcomes import GenerationOutcome, PlanOutcome, ValidationOutcome
from agent.doors.mcp.summary import generation_outcome, rejection_outcome
from foundation.model.errors import InputError, Problem
from foundation.model.names import dns_label
from foundation.model.run.request import Options
from foundation.source.bundle import SourcedBundle, bundle_from_data, read_bundles
from foundation.source.document import decode
from plugins.k8s_validator.rules.runner import run_checks
from plugins.k8s_validator.schemas.store import own_schemas, schema_store
from plugins.k8s_validator.subject.of_files import files_digest, manifests_subject
from plugins.overlay_merge.environments import requested

_BUNDLE = "bundle"
_MANIFESTS = "manifests.yaml"


def generate_infrastructure(agent: Agent, arguments: GenerateArguments) -> GenerationOutcome:
    """Generate a component into a folder of the workspace."""
    try:
        source = read_bundle(arguments.bundle)
    except InputError as error:
        events = announce_rejection(agent.settings, _BUNDLE, error)
        return rejection_outcome(error, events)
    folder = None if arguments.dry_run else arguments.output or _default_folder(source)
    options = Options(
        environments=arguments.environments or [],
        kube_version=arguments.kube_version,
        output=str(agent.settings.workspace / folder) if folder is not None else None,
    )
    return generation_outcome(agent.runner.generate(source.request(options)), folder)


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


def plan_generation(agent: Agent, arguments: PlanArguments) -> PlanOutcome:
    """Compose and check the plan of a run.

    Raises:
        InputError: the bundle cannot be read.
    """
    source = read_bundle(arguments.bundle)
    options = Options(environments=arguments.environments or [], output=_default_folder(source))
    plan = agent.runner.describe(source.request(options))
    policy = agent.library.policy.environments
    environments, left_out = bounded(requested(source.bundle, options.environments, policy))
    return PlanOutcome(
        status="planned",
        component=source.bundle.component.name,
        environments=environments,
        environments_left_out=left_out,
        planner=plan.planner,
        steps=plan.steps,
        reasons=plan.reasons,
    )


def read_bundle(value: dict[str, Any] | str) -> SourcedBundle:
    """Read the only bundle of an argument; data is held to the same size as text.

    Raises:
        InputError: with every mistake.
    """
    if not isinstance(value, str):
        decode(json.dumps(value, ensure_ascii=False).encode(errors="replace"), _BUNDLE)
        return bundle_from_data(value, _BUNDLE)
    bundles = read_bundles(value.encode(errors="surrogatepass"), _BUNDLE)
    if len(bundles) > 1:
        message = f"the text holds {len(bundles)} bundles; a call takes one"
        remedy = "Call the tool once for each; of an application, write each component as a bundle of its own."
        raise InputError(_problem("many-bundles", message, remedy))
    return bundles[0]


def _problem(code: str, message: str, remedy: str) -> Problem:
    return Problem(code=code, message=message, remedy=remedy, file="arguments")


def _default_folder(source: SourcedBundle) -> str:
    return f"out/{dns_label(source.bundle.component.name)}"
