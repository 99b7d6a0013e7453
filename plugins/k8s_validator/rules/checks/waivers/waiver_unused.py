"""No exception is kept that lets nothing pass."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    raise NothingToCheck("it looks at the findings of the other rules")


CHECK = Check(
    code="exception-unused",
    severity="warning",
    title="Every exception is needed for something.",
    remedy="Remove the exception.",
    references=("mission: policy exceptions are explicit",),
    run=_run,
    waivable=False,
)
