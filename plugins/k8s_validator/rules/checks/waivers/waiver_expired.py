"""No exception is kept after its last day."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    raise NothingToCheck("it looks at the findings of the other rules")


CHECK = Check(
    code="exception-expired",
    severity="warning",
    title="Exceptions end on the day that they name.",
    remedy="Keep the rule again, or have the exception renewed with a new day.",
    references=("mission: policy exceptions are explicit",),
    run=_run,
    waivable=False,
)
