"""Bicep, Terraform and Pulumi files are in their languages, and what they refer to is there."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.infrastructure.described import NotReadable
from plugins.k8s_validator.infrastructure.reading import back_ends
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for folder, described in back_ends(subject):
        if isinstance(described, NotReadable):
            yield subject.finding(check, described.message[:300], file=f"{folder}{described.file}")
            continue
        for reference in described.references:
            if not reference.known:
                message = f"there is no {reference.name}"
                yield subject.finding(check, message, file=f"{folder}{reference.file}")


CHECK = Check(
    code="infrastructure-syntax",
    severity="error",
    title="Bicep, Terraform and Pulumi files are parsed in their languages, and whatever they refer to is there.",
    remedy="Mend the infrastructure template, or generate again.",
    references=(
        "Bicep: file structure and syntax",
        "Terraform: configuration syntax",
        "Pulumi YAML: language reference",
    ),
    run=_run,
)
