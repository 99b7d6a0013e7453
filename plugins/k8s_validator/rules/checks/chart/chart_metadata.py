"""Chart.yaml is complete and carries the trace."""

from collections.abc import Iterator
from typing import Any

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.documents import read_text
from plugins.k8s_validator.subject.subject import Subject

_REQUIRED = ("apiVersion", "name", "version", "appVersion")


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if subject.chart is None:
        raise NothingToCheck("there is no chart")
    path = f"{subject.chart.folder}Chart.yaml"
    objects = read_text(subject.files.get(path, ""), path).objects
    chart: Any = objects[0] if objects and isinstance(objects[0], dict) else {}
    for key in _REQUIRED:
        if not isinstance(chart.get(key), str) or not chart[key]:
            yield subject.finding(check, f"{key} is missing or not text", file=path)
    if chart.get("name") != subject.chart.name:
        yield subject.finding(check, f"the name is {chart.get('name')!r}, not {subject.chart.name!r}", file=path)
    annotations = chart.get("annotations")
    found = annotations if isinstance(annotations, dict) else {}
    for name, value in (subject.metadata.chart_annotations if subject.metadata else {}).items():
        if found.get(name) != value:
            yield subject.finding(check, f"the annotation {name} is {found.get(name)!r}, not {value!r}", file=path)


CHECK = Check(
    code="chart-metadata",
    severity="error",
    title="Chart.yaml has name, version, appVersion and the trace's annotations.",
    remedy="Complete Chart.yaml.",
    references=("mission: Helm chart expectations", "Helm: The Chart.yaml file"),
    run=_run,
)
