"""Every object and every pod template carries the trace's annotations."""

from collections.abc import Iterator

from agent.model.findings import Finding
from plugins.k8s_validator.check import Check
from plugins.k8s_validator.pods import metadata_places
from plugins.k8s_validator.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    expected: dict[str, str | None] = dict.fromkeys(subject.policy.mandatory_annotations)
    if subject.metadata is not None:
        expected.update(subject.metadata.annotations)
    for item in subject.objects:
        for path, metadata in metadata_places(item.data):
            annotations = metadata.get("annotations")
            found = annotations if isinstance(annotations, dict) else {}
            for name, value in expected.items():
                if not found.get(name):
                    message = f"the annotation {name} is missing"
                    yield subject.finding(check, message, object=item, path=(*path, "annotations"))
                elif value is not None and found[name] != value:
                    message = f"the annotation {name} is {found[name]!r} and should be {value!r}"
                    yield subject.finding(check, message, object=item, path=(*path, "annotations", name))


CHECK = Check(
    code="trace-annotations",
    severity="error",
    title="Objects and pod templates carry the mandatory annotations, blueprint_id among them.",
    remedy="Add the annotation with the value of the run; generated charts take it from commonAnnotations.",
    references=("mission: required metadata injection",),
    run=_run,
    waivable=False,
)
