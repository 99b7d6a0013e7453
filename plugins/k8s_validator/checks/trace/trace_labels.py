"""Every object and every pod template carries the trace's labels."""

from collections.abc import Iterator
from typing import Any

from agent.model.findings import Finding
from agent.model.trace import GENERATED_BY
from plugins.k8s_validator.check import Check
from plugins.k8s_validator.objects import KubernetesObject
from plugins.k8s_validator.pods import metadata_places
from plugins.k8s_validator.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for item in subject.objects:
        expected = _expected(subject, item)
        for path, metadata in metadata_places(item.data):
            labels = metadata.get("labels")
            yield from _compare(check, subject, item, (*path, "labels"), labels, expected)


def _expected(subject: Subject, item: KubernetesObject) -> dict[str, str | None]:
    """Labels that must be there; with a value where the run knows it."""
    expected: dict[str, str | None] = dict.fromkeys(subject.policy.mandatory_labels)
    expected["generated_by"] = GENERATED_BY
    if subject.metadata is not None and item.environment is not None:
        expected.update(subject.metadata.labels_in(item.environment))
    return expected


def _compare(
    check: Check,
    subject: Subject,
    item: KubernetesObject,
    path: tuple[str, ...],
    labels: Any,
    expected: dict[str, str | None],
) -> Iterator[Finding]:
    found = labels if isinstance(labels, dict) else {}
    for name, value in expected.items():
        if not found.get(name):
            yield subject.finding(check, f"the label {name} is missing", object=item, path=path)
        elif value is not None and found[name] != value:
            message = f"the label {name} is {found[name]!r} and should be {value!r}"
            yield subject.finding(check, message, object=item, path=(*path, name))


CHECK = Check(
    code="trace-labels",
    severity="error",
    title="Objects and pod templates carry the mandatory labels, trace_id among them.",
    remedy="Add the label with the value of the run; generated charts take it from commonLabels.",
    references=("mission: metadata compliance; mandatory labels",),
    run=_run,
    waivable=False,
)
