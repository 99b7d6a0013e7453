"""No two objects of an environment are the same one."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.objects.values import value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    seen: dict[tuple[str | None, str, str, str, str], str] = {}
    for item in subject.objects:
        namespace = str(value_at(item.data, ("metadata", "namespace")) or "")
        group = str(item.data.get("apiVersion", "")).rpartition("/")[0]
        key = (item.environment, group, item.kind, namespace, item.name)
        if key in seen:
            message = f"{item.label} is also in {seen[key]}"
            yield subject.finding(check, message, object=item, path=("metadata", "name"))
        else:
            seen[key] = item.file


CHECK = Check(
    code="unique-names",
    severity="error",
    title="Each object is defined once per environment.",
    remedy="Rename one of them, or remove it.",
    references=("Kubernetes: Object names and IDs",),
    run=_run,
)
