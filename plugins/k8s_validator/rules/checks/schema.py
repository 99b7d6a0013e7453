"""Every object fits the strict schema of its kind: of the target Kubernetes version, or of a custom resource."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.source.tree import shown
from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for item in subject.objects:
        api_version, kind = item.data.get("apiVersion"), item.data.get("kind")
        if not isinstance(api_version, str) or not isinstance(kind, str):
            continue
        if subject.setup.schemas.validator(api_version, kind) is None:
            yield _without_schema(check, subject, item)
    for item, fault in subject.schema_faults:
        if not fault.restricted:
            finding = subject.finding(check, fault.message, object=item, path=fault.path)
            yield finding.model_copy(update={"remedy": fault.remedy}) if fault.remedy else finding


def _without_schema(check: Check, subject: Subject, item: KubernetesObject) -> Finding:
    finding = subject.finding(
        check,
        f"skipped (no schema): {shown(item.kind)} in {shown(item.data['apiVersion'])} is neither in Kubernetes "
        f"{subject.setup.kube_version} nor a custom resource that is known here",
        object=item,
    )
    remedy = "Check the apiVersion; check other custom resources in a cluster that has their definitions."
    return finding.model_copy(update={"code": "schema-missing", "severity": "warning", "remedy": remedy})


CHECK = Check(
    code="schema",
    severity="error",
    title="Objects fit the strict schema of their kind.",
    remedy="Write the field as the Kubernetes API defines it.",
    references=("Kubernetes OpenAPI of the target version", "Definitions of the custom resources"),
    run=_run,
    decided_by=(),
)
