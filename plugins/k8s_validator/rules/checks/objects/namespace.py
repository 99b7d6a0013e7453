"""Generated objects live in the namespace of the naming policy."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.objects.values import value_at
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if subject.effective is None:
        raise NothingToCheck("there is no bundle to take the namespace from")
    for item in subject.objects:
        found = value_at(item.data, ("metadata", "namespace"))
        if found != subject.effective.namespace:
            message = f"the namespace is {found!r} and should be {subject.effective.namespace!r}"
            yield subject.finding(check, message, object=item, path=("metadata", "namespace"))


CHECK = Check(
    code="namespace",
    severity="error",
    title="Objects are in the namespace that the naming policy gives to tenant and component.",
    remedy="Set metadata.namespace by the naming policy.",
    references=("mission: naming and repo conventions",),
    run=_run,
    decided_by=(),
)
