"""Every document is an object of the Kubernetes API."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for path, parsed in subject.parsed.items():
        for index, document in enumerate(parsed.objects):
            if not isinstance(document, dict):
                yield subject.finding(check, f"document {index + 1} is not a mapping", file=path)
    for item in subject.objects:
        for key in ("apiVersion", "kind"):
            if not isinstance(item.data.get(key), str) or not item.data[key]:
                yield subject.finding(check, f"{key} is missing", object=item)
        metadata = item.data.get("metadata")
        names = [metadata.get(key) for key in ("name", "generateName")] if isinstance(metadata, dict) else []
        if not any(isinstance(name, str) and name for name in names):
            yield subject.finding(check, "metadata.name is missing", object=item, path=("metadata",))


CHECK = Check(
    code="object-shape",
    severity="error",
    title="Every document has apiVersion, kind and metadata.name.",
    remedy="Add what is missing, or take the document out.",
    references=("Kubernetes API conventions, Objects",),
    run=_run,
    waivable=False,
    decided_by=(),
)
