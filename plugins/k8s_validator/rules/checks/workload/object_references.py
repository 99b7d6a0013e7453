"""What pods refer to is there."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.held_keys import held_keys
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.references import references_of
from plugins.k8s_validator.objects.values import quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import MOUNTS, RIGHTS, SOURCES, TRAFFIC
from plugins.k8s_validator.rules.for_each import each_related_pod
from plugins.k8s_validator.subject.subject import Subject


def _look(pod: Pod, subject: Subject, check: Check) -> Iterator[Fault]:
    for reference in references_of(pod):
        if reference.optional:
            continue
        there, keys = held_keys(reference, pod, subject)
        shown = f"{reference.kind} {quoted(reference.name)}"
        if not there:
            yield Fault(pod.object, f"there is no {shown} in the namespace", reference.path, outside="advice")
        elif reference.key and keys is not None and reference.key not in keys:
            yield Fault(pod.object, f"the {shown} has no key {quoted(reference.key)}", reference.path)


CHECK = Check(
    code="object-references",
    severity="error",
    title="ConfigMaps, Secrets, ServiceAccounts and claims that pods name exist in their namespace, with the keys.",
    remedy="Add the object, correct its name or key, or declare it as existing.",
    references=("kube-linter non-existent-service-account", "kube-linter env-value-from"),
    run=each_related_pod(_look),
    kinds=WORKLOADS,
    decided_by=(*MOUNTS, *SOURCES, *RIGHTS, *TRAFFIC),
)
