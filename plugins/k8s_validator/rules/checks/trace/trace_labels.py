"""Every object and every pod template carries the trace's labels."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.model.run.trace import GENERATED_BY
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.required_metadata import entry_findings
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    environments = {item.environment for item in subject.objects}
    by_environment = {environment: _expected(subject, environment) for environment in environments}
    for item in subject.objects:
        expected = by_environment[item.environment]
        for path, metadata in item.metadata_places:
            yield from entry_findings(check, subject, item, path, metadata, "label", expected)


def _expected(subject: Subject, environment: str | None) -> dict[str, str | None]:
    """Labels that must be there; with a value where the run knows it."""
    expected: dict[str, str | None] = dict.fromkeys(subject.policy.mandatory_labels)
    expected["generated_by"] = GENERATED_BY
    if subject.metadata is not None and environment is not None:
        expected.update(subject.metadata.labels_in(environment))
    return expected


CHECK = Check(
    code="trace-labels",
    severity="error",
    title="Objects and pod templates carry the mandatory labels, trace_id among them.",
    remedy="Add what is named, with the values of the run; generated charts take them from commonLabels.",
    references=("mission: metadata compliance; mandatory labels",),
    run=_run,
    waivable=False,
    decided_by=(),
)
