"""Every object and every pod template carries the trace's annotations."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.model.run.trace import EXECUTION_ANNOTATION
from foundation.source.tree import Path
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.required_metadata import entry_findings
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    expected: dict[str, str | None] = dict.fromkeys(subject.policy.mandatory_annotations)
    if subject.metadata is not None:
        expected.update(subject.metadata.annotations)
    for item in subject.objects:
        for path, metadata in item.metadata_places:
            wanted = {name: value for name, value in expected.items() if not _leaves_out(path, name)}
            yield from entry_findings(check, subject, item, path, metadata, "annotation", wanted)


def _leaves_out(path: Path, name: str) -> bool:
    """Tell whether an annotation differs with each run, and so has no place in a pod template."""
    return name == EXECUTION_ANNOTATION and path[-2:] == ("template", "metadata")


CHECK = Check(
    code="trace-annotations",
    severity="error",
    title="Objects and pod templates carry the mandatory annotations; the run's own id is asked of objects alone.",
    remedy="Add what is named, with the values of the run; generated charts take them from commonAnnotations.",
    references=("mission: required metadata injection",),
    run=_run,
    waivable=False,
    decided_by=(),
)
