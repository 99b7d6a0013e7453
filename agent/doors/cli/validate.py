"""`validate`: the gate for bundles, manifests and charts, without writing anything."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.options import Environments, Json, KubeVersion

if TYPE_CHECKING:
    from agent.model.findings import Report
    from agent.settings import Settings

NAME = "validate"


def command(
    paths: Annotated[
        list[str],
        typer.Argument(help="Bundles, manifests, folders of them, or a chart; - is standard input.", metavar="PATH..."),
    ],
    environments: Environments = None,
    kube_version: KubeVersion = None,
    yamllint: Annotated[bool, typer.Option("--yamllint", help="Let the gate run yamllint too (slow).")] = False,
    json: Json = False,
) -> None:
    """Validate bundles, existing manifests, or a chart. Nothing is written.

    A bundle is compiled and its result held against every check; manifests and charts are checked as they are.
    """
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings

    settings = load_settings(yamllint=True) if yamllint else load_settings()
    outcomes = []
    code = 0
    for group in _groups(paths):
        if group[0] == "bundles":
            found, group_code = _bundles(group[1], environments or [], kube_version, settings)
            outcomes += found
        else:
            report = _report(group[0], group[1], settings, kube_version)
            group_code = 0 if report.passed else 1
            name = ", ".join(group[1])
            outcomes.append({"source": name, "status": _status(report), **report.model_dump(exclude_none=True)})
            if not json:
                _write(name, report)
        code = max(code, group_code)
    if json:
        write_json(outcomes if len(outcomes) != 1 else outcomes[0])
    raise typer.Exit(code)


def _groups(paths: list[str]) -> list[tuple[str, list[str]]]:
    """Sort the arguments into charts, bundles and manifests; files of a kind go together."""
    from agent.doors.cli.inputs import read_file
    from agent.doors.validation import charts_in, is_bundle, is_chart

    charts = [str(chart) for path in paths if path != "-" for chart in charts_in(Path(path))]
    bundles: list[str] = []
    manifests: list[str] = []
    for path in paths:
        if path != "-" and is_chart(Path(path)):
            continue
        if path == "-":
            manifests.append(path)
        elif Path(path).is_dir():
            inside = [str(file) for file in sorted(Path(path).iterdir()) if file.suffix in (".yaml", ".yml", ".json")]
            found = [file for file in inside if Path(file).is_file() and is_bundle(*read_file(Path(file)))]
            bundles += found
            manifests += [] if found and len(found) == len(inside) else [path]
        else:
            (bundles if is_bundle(*read_file(Path(path))) else manifests).append(path)
    groups = [("chart", [path]) for path in charts]
    groups += [("bundles", bundles)] if bundles else []
    return groups + ([("manifests", manifests)] if manifests else [])


def _report(kind: str, paths: list[str], settings: "Settings", kube_version: str | None) -> "Report":
    from agent.doors.cli.inputs import read_file
    from agent.doors.validation import manifest_files, validate_chart, validate_manifests
    from agent.source.document import decode

    if kind == "chart":
        return validate_chart(Path(paths[0]), settings, kube_version)
    files: dict[str, str] = {}
    for path in paths:
        if path != "-" and Path(path).is_dir():
            files |= manifest_files(Path(path))
        else:
            content, name = read_file(None if path == "-" else Path(path))
            files[name] = decode(content, name)
    return validate_manifests(files, settings, kube_version)


def _bundles(
    paths: list[str], environments: list[str], kube_version: str | None, settings: "Settings"
) -> tuple[list[dict[str, object]], int]:
    from agent.doors.batch import generate_all, prepare
    from agent.doors.cli.errors import report_problems
    from agent.doors.cli.inputs import load_bundles
    from agent.doors.cli.output import summary
    from agent.model.request import Options

    options = Options(environments=environments, kube_version=kube_version)
    requests = prepare(load_bundles(paths, None), options, many=False)
    results = generate_all(requests, settings, 0, None, show_progress=True)
    for result in results:
        if result.status == "generated" and result.report is not None:
            _write(result.component, result.report)
        else:
            report_problems(result.problems)
    return [summary(result) for result in results], max(result.exit_code for result in results)


def _status(report: "Report") -> str:
    return "passed" if report.passed else "failed"


def _write(name: str, report: "Report") -> None:
    from agent.doors.cli.errors import report_findings

    report_findings(report.findings)
    counts = {status: sum(check.status == status for check in report.checks) for status in ("passed", "failed")}
    skipped = [f"{check.code} ({check.reason})" for check in report.checks if check.status == "skipped"]
    tail = f"; skipped: {', '.join(skipped)}" if skipped else ""
    sys.stdout.write(
        f"{name}: {_status(report)} for Kubernetes {report.kube_version}: "
        f"{counts['passed']} checks passed, {counts['failed']} failed{tail}\n"
    )
