"""What pods refer to is there."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.made_secrets import Keys, made_secret
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.references import Reference, references_of
from plugins.k8s_validator.objects.values import mapping, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import MOUNTS, RIGHTS, SOURCES, TRAFFIC
from plugins.k8s_validator.rules.for_each import each_related_pod
from plugins.k8s_validator.subject.subject import Subject

#: What the control plane itself puts into each namespace, with its keys (Kubernetes: root CA publisher).
_GIVEN: dict[tuple[str, str], Keys] = {("ConfigMap", "kube-root-ca.crt"): frozenset({"ca.crt"})}


def _look(pod: Pod, subject: Subject, check: Check) -> Iterator[Fault]:
    for reference in references_of(pod):
        if reference.optional:
            continue
        there, keys = _found(reference, pod, subject)
        shown = f"{reference.kind} {quoted(reference.name)}"
        if not there:
            yield Fault(pod.object, f"there is no {shown} in the namespace", reference.path, outside="advice")
        elif reference.key and keys is not None and reference.key not in keys:
            yield Fault(pod.object, f"the {shown} has no key {quoted(reference.key)}", reference.path)


def _found(reference: Reference, pod: Pod, subject: Subject) -> tuple[bool, Keys]:
    """Tell whether the object is there, and its keys where they are known: what is in the input can be looked into."""
    found = subject.find(reference.kind, reference.name, pod.object)
    if found is not None:
        parts = (mapping(found.data.get(part)) for part in ("data", "stringData", "binaryData"))
        return True, frozenset(key for part in parts for key in part if isinstance(key, str))
    if (reference.kind, reference.name) in _GIVEN:
        return True, _GIVEN[reference.kind, reference.name]
    there, keys = made_secret(reference.name, pod.object, subject) if reference.kind == "Secret" else (False, None)
    return there or (reference.kind, reference.name) in subject.external, keys


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
