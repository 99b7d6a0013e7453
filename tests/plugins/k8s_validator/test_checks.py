from collections.abc import Callable
from dataclasses import replace

import pytest

from foundation.model.findings import Finding, Report
from plugins.k8s_validator.gate import validate
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.checks import CHECKS, register
from tests.plugins.k8s_validator.broken import DEPLOYMENT, ERRORS, FAILING, SERVICE, Change, Files, add, edit
from tests.plugins.k8s_validator.case_files import case_table
from tests.plugins.k8s_validator.conftest import Run

#: The rules about exceptions; test_exceptions.py has their cases.
WAIVERS = ("exception-expired", "exception-unused")
#: Checks that ask a program, and only where the settings want it.
OUTSIDE = {"bicep-program", "terraform-program", "yamllint", "kubectl-client", "kubectl-server"}


def found(report: Report, code: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == code]


def test_a_good_run_passes_every_check(files: Files, check: Callable[[Files], Report]) -> None:
    report = check(files)
    assert report.findings == []
    assert {result.code: result.status for result in report.checks} == {
        code: "skipped" if code in {*OUTSIDE, *WAIVERS} else "passed" for code in CHECKS
    }


@pytest.mark.parametrize(
    ("code", "change", "place", "message"), FAILING, ids=[f"{row[0]}-{number}" for number, row in enumerate(FAILING)]
)
def test_each_check_finds_what_breaks_it(
    code: str, change: Change, place: str, message: str, files: Files, check: Callable[[Files], Report]
) -> None:
    report = check(change.make(files))
    seen = [finding for finding in found(report, code) if place_of(finding) == place and message in finding.message]
    (finding, *_) = [finding for finding in seen if (finding.file or "").startswith(change.file)] or report.findings
    assert seen, report.findings
    assert (finding.file or "").startswith(change.file)
    assert finding.remedy
    blocks = (code, change, place, message) in ERRORS
    assert finding.severity == ("error" if blocks else "warning")
    if blocks:
        assert not report.passed
        assert next(result.status for result in report.checks if result.code == code) == "failed"
    if change.file in files and change.file.startswith("manifests/"):
        assert finding.environment == change.file.split("/")[1] or message == "it is not there"


def place_of(finding: Finding) -> str:
    return " ".join(part for part in (finding.object, finding.path) if part)


def test_every_check_has_a_failing_example() -> None:
    seen = {row[0] for row in FAILING} | case_table().keys()
    assert seen - {"schema-missing"} == set(CHECKS) - OUTSIDE - {*WAIVERS} - {"object-size"}


def test_a_code_cannot_be_registered_twice() -> None:
    first, *_ = CHECKS.values()
    with pytest.raises(ValueError, match=f"{first.code} is registered twice"):
        register((first, first))


@pytest.mark.parametrize(
    ("change", "messages"),
    [(add("charts/x.txt", ""), set()), (edit(SERVICE, "kind: S", "kind:   S"), {"too many spaces after colon"})],
    ids=["good", "bad"],
)
def test_yamllint_looks_too_where_it_is_asked(change: Change, messages: set[str], run: Run, files: Files) -> None:
    report = validate(run.subject(change.make(files), yamllint=True))
    assert next(result.status for result in report.checks if result.code == "yamllint") == "passed"
    assert {finding.message.partition(" (")[0].split("] ")[-1] for finding in found(report, "yamllint")} == messages


def test_findings_have_lines(files: Files, check: Callable[[Files], Report]) -> None:
    report = check(edit(DEPLOYMENT, "replicas: 2", "replicas: many").make(files))
    (finding,) = found(report, "schema")
    assert finding.line is not None
    assert b"replicas: 2" in files[DEPLOYMENT].splitlines()[finding.line - 1]


def test_a_run_is_looked_at_and_not_changed(run: Run, files: Files) -> None:
    broken = files
    for _, change, *_ in FAILING[:12]:
        broken = {**broken, **{path: text for path, text in change.make(files).items() if text != files.get(path)}}
    subject = run.subject(broken)
    before = (dict(subject.files), repr(subject.parsed), dict(subject.templates), subject.policy.model_dump())
    first = validate(subject)
    assert (dict(subject.files), repr(subject.parsed), dict(subject.templates), subject.policy.model_dump()) == before
    assert validate(subject) == first
    assert validate(run.subject(broken)) == first


def test_findings_are_in_one_order_whatever_the_files_order(run: Run, files: Files) -> None:
    broken = {
        **files,
        **{path: text for row in FAILING for path, text in row[1].make(files).items() if text != files.get(path)},
    }
    subject = run.subject(broken)
    other = replace(subject, files=dict(reversed(subject.files.items())))
    reports = [validate(given).findings for given in (subject, other)]
    severities = [finding.severity for finding in reports[0]]
    assert severities == sorted(severities, key=["error", "warning", "advice"].index)
    texts = [[finding for finding in report if finding.code != "unique-names"] for report in reports]
    assert texts[0] == texts[1]


def test_checks_that_need_a_run_say_so_on_manifests_alone(check_text: Callable[[str], Report]) -> None:
    report = check_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n")
    skipped = {result.code: result.reason for result in report.checks if result.status == "skipped"}
    of_charts = {
        "chart-metadata",
        "template-functions",
        "helm-lint",
        "chart-archive",
        "render-equality",
        "kustomize-equality",
        "pipeline-schema",
        "pipeline-references",
        "pipeline-resources",
        "gitops-schema",
        "gitops-references",
        "infrastructure-syntax",
        "infrastructure-secure",
        "infrastructure-plan",
        "infrastructure-agreement",
    }
    of_values = {"values-schema", "values-render", "values-defined", "values-used"}
    assert skipped.keys() == {
        *OUTSIDE,
        "namespace",
        "bundle-values",
        "admission-policy",
        *of_charts,
        *of_values,
        *WAIVERS,
    }
    assert all(skipped.values())


def test_a_name_of_any_length_is_no_file(check_text: Callable[[str], Report]) -> None:
    report = check_text(f"apiVersion: v1\nkind: {'K' * 5000}\nmetadata: {{name: x}}\n")
    assert found(report, "schema-missing")


def test_a_check_is_a_value() -> None:
    check = CHECKS["schema"]
    assert isinstance(check, Check)
    with pytest.raises(AttributeError):
        check.severity = "advice"  # type: ignore[misc]


def test_what_is_missing_in_one_place_is_told_once(check_text: Callable[[str], Report]) -> None:
    foreign = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: y, labels: {env: dev, team: }}\n"
    report = check_text(foreign)
    (labels,) = found(report, "trace-labels")
    (annotations,) = found(report, "trace-annotations")
    assert labels.path == "metadata.labels"
    assert labels.message.startswith("the labels ")
    assert labels.message.endswith(" are missing")
    assert "env" not in labels.message
    assert {"team", "trace_id", "generated_by"} <= set(labels.message.replace(",", "").split())
    assert annotations.path == "metadata.annotations"
    assert "blueprint_id" in annotations.message
