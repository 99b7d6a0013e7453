"""Argo CD and Flux deploy what this output holds: its chart, version, namespace, values and folders."""

from collections.abc import Iterator
from typing import Any

from foundation.model.findings import Finding
from plugins.k8s_validator.gitops.files import environment_of, gitops_files, is_read
from plugins.k8s_validator.gitops.references import (
    other_chart,
    other_folder,
    other_release,
    unknown_sources,
    wrong_metadata,
)
from plugins.k8s_validator.objects.values import mapping
from plugins.k8s_validator.pipelines.references import Dangling
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.chart_values import ValuesFile
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    files = [file for file in gitops_files(subject) if is_read(file.data, subject)]  # gitops-schema tells of others
    applications: set[tuple[str, str, str]] = set()
    for file in files:
        near = {_key(other.data) for other in files if environment_of(other) == environment_of(file)}
        for dangling in _dangling(file, near, applications, subject):
            finding = subject.finding(check, dangling.message, file=file.path, path=dangling.path)
            update = {"line": file.line(dangling.path), "environment": environment_of(file)}
            yield finding.model_copy(update=update)
        if file.data["kind"] == "Application":
            applications.add(_key(file.data))
    yield from _missing(check, subject)


def _dangling(
    file: ValuesFile, near: set[tuple[str, str, str]], applications: set[tuple[str, str, str]], subject: Subject
) -> Iterator[Dangling]:
    data, environment = file.data, environment_of(file)
    if _key(data) in applications:
        yield Dangling(("metadata", "name"), "another environment's Application has this name")
    yield from unknown_sources(data, near)
    yield from other_folder(data, environment, subject.saved)
    if subject.metadata is not None:
        yield from wrong_metadata(data, "labels", subject.metadata.labels_in(environment))
        yield from wrong_metadata(data, "annotations", subject.metadata.annotations)
    if subject.chart is not None:
        yield from other_release(data, subject.chart)
        yield from other_chart(data, subject.chart, environment)


def _missing(check: Check, subject: Subject) -> Iterator[Finding]:
    """Tell of environments that nothing deploys."""
    there = {environment_of(file) for file in gitops_files(subject)}
    for name in sorted(set(subject.chart.values if subject.chart else ()) - there):
        yield subject.finding(check, f"nothing deploys {name}", file=f"{subject.gitops_folder}{name}")


def _key(data: dict[str, Any]) -> tuple[str, str, str]:
    metadata = mapping(data.get("metadata"))
    return str(data["kind"]), str(metadata.get("namespace")), str(metadata.get("name"))


CHECK = Check(
    code="gitops-references",
    severity="error",
    title="Argo CD and Flux deploy the chart, version, values, namespace and folders of this output, with its trace.",
    remedy="Mend what delivery says in the bundle or the policy, or generate again.",
    references=("mission: GitOps tools deploy what was validated, and nothing else",),
    run=_run,
)
