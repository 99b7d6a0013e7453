"""What terraform itself says of its files, where the settings ask for it; it fetches no provider for that."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.infrastructure.programs import asked
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    yield from asked(check, subject, "terraform", [("fmt", "-check", "-diff", "-recursive")])


CHECK = Check(
    code="terraform-program",
    severity="error",
    title="The terraform program takes the files, and would not lay them out otherwise.",
    remedy="Mend the infrastructure template as the program says.",
    references=("terraform fmt",),
    run=_run,
)
