"""`validate`: the gate for bundles, manifests, charts and kustomizations, without writing any of them."""

import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from agent.doors.cli.exit_codes import highest
from agent.doors.cli.options import Environments, Json, Kubeconfig, Kubectl, KubeVersion, Schemas, gate_settings

if TYPE_CHECKING:
    from agent.reporting.outcome import Outcome
    from agent.use_cases.validation.validate import ValidationRequest

NAME = "validate"


def command(
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
    list_rules: Annotated[bool, typer.Option("--list", help="List the rules and end.")] = False,
    explain: Annotated[str | None, typer.Option("--explain", help="Explain one rule and end.", metavar="RULE")] = None,
    kubectl: Kubectl = False,
    kubeconfig: Kubeconfig = None,
    schemas: Schemas = None,
    yamllint: Annotated[bool, typer.Option("--yamllint", help="Let the gate run yamllint too (slow).")] = False,
) -> None:
    """Validate existing manifests, charts, kustomizations, or bundles. None of them is changed.

    A bundle is compiled and its result held against every check; charts are rendered with the given values,
    or with each of their own values files; a kustomization is built by kubectl.
    """
    from agent.doors.cli.rules import explain_rule, write_rules
    from agent.use_cases.validation.validate import ValidationRequest

    chosen = "json" if json else output_format
    if explain is not None:
        explain_rule(explain, as_json=chosen == "json")
    elif list_rules:
        write_rules(as_json=chosen == "json")
    else:
        _require(paths, baseline, write_baseline)
        request = ValidationRequest(
            paths=paths or [],
            stdin=sys.stdin.buffer.read() if "-" in (paths or []) else None,
            environments=environments or [],
            kube_version=kube_version,
            values=values or [],
            assignments=assignments or [],
            policy=policy,
            profile=profile,
        )
        changes = gate_settings(yamllint=yamllint, kubectl=kubectl, kubeconfig=kubeconfig, schemas=schemas)
        raise typer.Exit(_run(request, chosen, baseline, write=write_baseline, changes=changes))


def _require(paths: list[str] | None, baseline: str | None, write: bool) -> None:
    if not paths:
        raise typer.BadParameter("name at least one path; - is standard input", param_hint="PATH...")
    if write and baseline is None:
        raise typer.BadParameter("--write-baseline needs --baseline FILE, which it writes")


def _run(request: "ValidationRequest", name: str, baseline: str | None, *, write: bool, changes: dict[str, Any]) -> int:
    from agent.bootstrap import clock
    from agent.reporting.baseline import apply_baseline, read_baseline, write_baseline
    from agent.reporting.formats import FORMATS
    from agent.reporting.outcome import Outcome
    from agent.settings import load_settings
    from agent.use_cases.validation.validate import validate
    from foundation.model.errors import InputError

    settings = load_settings(**changes)
    now = clock(settings)
    try:
        known = read_baseline(baseline) if baseline is not None and not write else None
        outcomes = validate(request, settings)
    except InputError as error:
        if name != "text":
            failed = Outcome(", ".join(request.paths), None, error.problems, error.fault)
            sys.stdout.write(FORMATS[name]([failed], now()))
        raise
    if baseline is not None and known is None:
        sys.stdout.write(f"{write_baseline(baseline, outcomes)} findings written to {baseline}\n")
        return highest(outcome.fault for outcome in outcomes if outcome.report is None)
    if baseline is not None and known is not None:
        outcomes = apply_baseline(outcomes, known, baseline)
    _write(outcomes, FORMATS[name](outcomes, now()), as_text=name == "text")
    return highest(outcome.fault for outcome in outcomes)


def _write(outcomes: "list[Outcome]", text: str, *, as_text: bool) -> None:
    """Findings go to stderr for people; every other format holds them itself."""
    from agent.doors.cli.errors import report_findings, report_known, report_problems

    for outcome in outcomes if as_text else []:
        report_known(outcome.known)
        report_findings(outcome.findings)
        report_problems(outcome.problems)
    sys.stdout.write(text)
