"""What Argo CD and Flux read has the form of their resources."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.gitops.files import KINDS, gitops_files
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for file in gitops_files(subject):
        kind = str(file.data.get("kind"))
        if KINDS.get(kind) is None or KINDS[kind] != file.data.get("apiVersion"):
            known = ", ".join(f"{version} {name}" for name, version in KINDS.items())
            yield subject.finding(check, f"neither Argo CD nor Flux reads this; known: {known}", file=file.path)
            continue
        if not isinstance(file.data.get("spec"), dict):
            yield subject.finding(check, "spec is missing", file=file.path, path=("spec",))
            continue
        for fault in subject.setup.schemas.faults(KINDS[kind], kind, file.data):
            finding = subject.finding(check, fault.message[:300], file=file.path, path=fault.path)
            remedy = fault.remedy or finding.remedy
            yield finding.model_copy(update={"line": file.line(fault.path), "remedy": remedy})


CHECK = Check(
    code="gitops-schema",
    severity="error",
    title="Objects for Argo CD and Flux have the fields that these take.",
    remedy="Mend what delivery says in the bundle or the policy, or generate again.",
    references=("Argo CD: Application specification", "Flux: API reference of its controllers"),
    run=_run,
)
