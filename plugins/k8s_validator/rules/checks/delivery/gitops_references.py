"""Argo CD and Flux deploy what this output holds: its chart, version, namespace, values and folders."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from foundation.model.findings import Finding
from foundation.source.tree import Path
from plugins.k8s_validator.gitops.application_sets import TEMPLATE, applications_of, unknown_parameters
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


class _Deployed(NamedTuple):
    """An object of one environment.

    Attributes:
        file: the file that it stands in.
        environment: the environment.
        data: the object.
        place: where in the file it is.
    """

    file: ValuesFile
    environment: str
    data: dict[str, Any]
    place: Path = ()


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    files = [file for file in gitops_files(subject) if is_read(file.data, subject)]  # gitops-schema tells of others
    objects = [item for file in files for item in _objects(file)]
    applications: set[tuple[str, str, str]] = set()
    for item in objects:
        near = {_key(other.data) for other in objects if other.environment == item.environment}
        for dangling in _dangling(item, near, applications, subject):
            yield _finding(check, subject, item, dangling)
        if item.data["kind"] == "Application":
            applications.add(_key(item.data))
    for file in [file for file in files if file.data["kind"] == "ApplicationSet"]:
        for dangling in _metadata(file.data, subject.metadata.labels if subject.metadata else {}, subject):
            yield _finding(check, subject, _Deployed(file, "", file.data), dangling)
    yield from _missing(check, subject, objects)


def _objects(file: ValuesFile) -> Iterator[_Deployed]:
    """Yield what a file deploys: its object, or the Applications that a set makes."""
    if file.data["kind"] != "ApplicationSet":
        yield _Deployed(file, environment_of(file), file.data)
        return
    for environment, application in applications_of(file.data):
        yield _Deployed(file, environment, application, TEMPLATE)


def _finding(check: Check, subject: Subject, item: _Deployed, dangling: Dangling) -> Finding:
    path = (*item.place, *dangling.path)
    finding = subject.finding(check, dangling.message, file=item.file.path, path=path)
    return finding.model_copy(update={"line": item.file.line(path), "environment": item.environment or None})


def _dangling(
    item: _Deployed, near: set[tuple[str, str, str]], applications: set[tuple[str, str, str]], subject: Subject
) -> Iterator[Dangling]:
    data, environment = item.data, item.environment
    if _key(data) in applications:
        yield Dangling(("metadata", "name"), "another environment's Application has this name")
    if item.place:
        yield from unknown_parameters(data)
    yield from unknown_sources(data, near)
    yield from other_folder(data, environment, subject.saved)
    yield from _metadata(data, subject.metadata.labels_in(environment) if subject.metadata else {}, subject)
    if subject.chart is not None:
        yield from other_release(data, subject.chart)
        yield from other_chart(data, subject.chart, environment)


def _metadata(data: dict[str, Any], labels: dict[str, str], subject: Subject) -> Iterator[Dangling]:
    if subject.metadata is not None:
        yield from wrong_metadata(data, "labels", labels)
        yield from wrong_metadata(data, "annotations", subject.metadata.annotations)


def _missing(check: Check, subject: Subject, objects: list[_Deployed]) -> Iterator[Finding]:
    """Tell of environments that nothing deploys; a file that cannot be read is told of by gitops-schema."""
    there = {item.environment for item in objects} | {environment_of(file) for file in gitops_files(subject)}
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
