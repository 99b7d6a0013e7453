"""Values of single fields are ones that the API server takes: syntax, enumerations, bounds, what a field needs beside.

The rules are data (``plugins/k8s_validator/validity/fields``), compiled into the same validators as the schemas.
"""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for item, fault in subject.schema_faults:
        if fault.restricted:
            yield subject.finding(check, fault.message, object=item, path=fault.path)


CHECK = Check(
    code="field-values",
    severity="error",
    title="Every field has a value that the API server takes.",
    remedy="Write a value that is allowed.",
    references=("Kubernetes: pkg/apis/*/validation", "Kubernetes: apimachinery/pkg/util/validation"),
    run=_run,
)
