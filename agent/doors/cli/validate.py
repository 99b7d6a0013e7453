"""`validate`: the gate for bundles, manifests, charts and kustomizations, without writing any of them."""

import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from agent.doors.cli.exit_codes import highest
from agent.doors.cli.options import (
    Contexts,
    Environments,
    Json,
    Kubeconfig,
    Kubectl,
    KubeVersion,
    Schemas,
    gate_settings,
)
from agent.doors.cli.stdin import named_stdin

if TYPE_CHECKING:
    from agent.use_cases.validate import ValidateCommand
    from foundation.model.run.outcome import Validation

NAME = "validate"


def command(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Manifests, folders, charts (folder or .tgz), kustomizations, bundles; - is standard input.",
            metavar="PATH...",
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--values", "-f", help="Values file for charts; may be repeated, later ones win.", metavar="FILE"),
    ] = None,
    assignments: Annotated[
        list[str] | None,
        typer.Option("--set", help="Change a chart's values or a bundle; may be repeated.", metavar="PATH=VALUE"),
    ] = None,
    environments: Environments = None,
    kube_version: KubeVersion = None,
    output_format: Annotated[
        Literal["text", "json", "sarif", "junit"], typer.Option("--format", help="How the result is written to stdout.")
    ] = "text",
    json: Json = False,
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy",
            help="Policy folder to go before the library's; admission/ in it holds CEL policies.",
            metavar="DIR",
        ),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile", help="Which rules hold: baseline, restricted, platform, or your own.", metavar="NAME"
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", help="File of known findings; they are shown, but do not block.", metavar="FILE"),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write what is found into the baseline file.")
    ] = False,
    list_rules: Annotated[bool, typer.Option("--list", help="List every code and end; first the rules.")] = False,
    explain: Annotated[str | None, typer.Option("--explain", help="Explain one code and end.", metavar="CODE")] = None,
    kubectl: Kubectl = False,
    kubeconfig: Kubeconfig = None,
    contexts: Contexts = None,
    schemas: Schemas = None,
    yamllint: Annotated[bool, typer.Option("--yamllint", help="Let the gate run yamllint too (slow).")] = False,
) -> None:
    """Validate existing manifests, charts, kustomizations, or bundles. None of them is changed.

    A bundle is compiled and its result held against every check; charts are rendered with the given values,
    or with each of their own values files; a kustomization is built by kubectl.
    """
    from agent.doors.cli.codes import explain_code, require_about_codes, write_codes
    from agent.use_cases.validate import ValidateCommand

    chosen = "json" if json else output_format
    if json and output_format not in ("text", "json"):
        raise typer.BadParameter(f"--json and --format {output_format} both say how the result is written; use one")
    if explain is not None or list_rules:
        require_about_codes(context, chosen)
    if explain is not None:
        explain_code(explain, policy, profile, as_json=chosen == "json")
    elif list_rules:
        write_codes(policy, profile, as_json=chosen == "json")
    else:
        _require(paths, baseline, write_baseline)
        wanted = ValidateCommand(
            paths=paths or [],
            stdin=named_stdin(paths or []),
            environments=environments or [],
            kube_version=kube_version,
            values=values or [],
            assignments=assignments or [],
            policy=policy,
            profile=profile,
            baseline=baseline,
            write_baseline=write_baseline,
        )
        changes = gate_settings(
            yamllint=yamllint, kubectl=kubectl, kubeconfig=kubeconfig, contexts=contexts, schemas=schemas
        )
        raise typer.Exit(_run(wanted, chosen, changes))


def _require(paths: list[str] | None, baseline: str | None, write: bool) -> None:
    if not paths:
        raise typer.BadParameter("name at least one path; - is standard input", param_hint="PATH...")
    if write and baseline is None:
        raise typer.BadParameter("--write-baseline needs --baseline FILE, which it writes")


def _run(command: "ValidateCommand", name: str, changes: dict[str, Any]) -> int:
    from agent.bootstrap.use_cases.validate import build_validate
    from agent.doors.cli.progress import progress
    from agent.reporting.formats import FORMATS
    from agent.reporting.text import baseline_text
    from agent.settings import load_settings
    from foundation.model.run.outcome import NotValidatedError

    settings = load_settings(**changes)
    try:
        with progress("generating", wanted=True, least=2) as watch:
            validation = build_validate(settings, watch=watch)(command)
    except NotValidatedError as error:
        if name != "text":
            sys.stdout.write(FORMATS[name](error.validation))
        raise
    if validation.baseline is not None:
        sys.stdout.write(baseline_text(validation.baseline, command.baseline))
        return highest(outcome.fault for outcome in validation.outcomes if outcome.report is None)
    if name == "text":
        _report(validation)
    sys.stdout.write(FORMATS[name](validation))
    return highest(outcome.fault for outcome in validation.outcomes)


def _report(validation: "Validation") -> None:
    """Findings go to stderr for people; every other format holds them itself."""
    from agent.doors.cli.errors import report_findings, report_known, report_problems
    from agent.reporting.generation import untold
    from foundation.model.errors import Problem

    told = set[Problem]()
    for outcome in validation.outcomes:
        report_known(outcome.known)
        report_findings([finding for finding in outcome.findings if finding.severity != "advice"])
        report_problems(untold(outcome.problems, outcome.fault, told))
    report_findings(
        [finding for outcome in validation.outcomes for finding in outcome.findings if finding.severity == "advice"]
    )
