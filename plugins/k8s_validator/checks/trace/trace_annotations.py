"""Every object and every pod template carries the trace's annotations."""

from collections.abc import Iterator

from agent.model.findings import Finding
from plugins.k8s_validator.check import Check
from plugins.k8s_validator.entries import entry_findings
from plugins.k8s_validator.pods import metadata_places
from plugins.k8s_validator.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    expected: dict[str, str | None] = dict.fromkeys(subject.policy.mandatory_annotations)
    if subject.metadata is not None:
        expected.update(subject.metadata.annotations)
    for item in subject.objects:
        for path, metadata in metadata_places(item.data):
            yield from entry_findings(check, subject, item, path, metadata, "annotation", expected)


CHECK = Check(
    code="trace-annotations",
    severity="error",
    title="Objects and pod templates carry the mandatory annotations, blueprint_id among them.",
    remedy="Add what is named, with the values of the run; generated charts take them from commonAnnotations.",
    references=("mission: required metadata injection",),
    run=_run,
    waivable=False,
)
