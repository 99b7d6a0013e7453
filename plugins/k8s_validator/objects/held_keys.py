"""Which keys the objects have that a pod names."""

from plugins.k8s_validator.objects.made_secrets import Keys, made_secret
from plugins.k8s_validator.objects.pods import Pod
from plugins.k8s_validator.objects.references import Reference
from plugins.k8s_validator.objects.values import mapping
from plugins.k8s_validator.subject.subject import Subject

#: What the control plane itself puts into each namespace, with its keys (Kubernetes: root CA publisher).
_GIVEN: dict[tuple[str, str], Keys] = {("ConfigMap", "kube-root-ca.crt"): frozenset({"ca.crt"})}


def held_keys(reference: Reference, pod: Pod, subject: Subject) -> tuple[bool, Keys]:
    """Tell whether the object is there, and its keys where they are known: what is in the input can be looked into.

    Args:
        reference: the pod's reference to it.
        pod: the pod.
        subject: what is looked at.
    """
    found = subject.find(reference.kind, reference.name, pod.object)
    if found is not None:
        parts = (mapping(found.data.get(part)) for part in ("data", "stringData", "binaryData"))
        return True, frozenset(key for part in parts for key in part if isinstance(key, str))
    if (reference.kind, reference.name) in _GIVEN:
        return True, _GIVEN[reference.kind, reference.name]
    there, keys = made_secret(reference.name, pod.object, subject) if reference.kind == "Secret" else (False, None)
    return there or (reference.kind, reference.name) in subject.external, keys
