"""The ServiceAccount that a pod runs as, and whether something gives it rights."""

from collections.abc import Iterator
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.objects.pods import Pod
from plugins.k8s_validator.objects.rights import BINDINGS
from plugins.k8s_validator.objects.values import mapping, mappings, text
from plugins.k8s_validator.subject.subject import Subject

#: The account that the API server gives to pods that name none.
DEFAULT_ACCOUNT = "default"


def account_field(pod: Pod) -> str:
    """Return the field that names the pod's account: ``serviceAccount`` is the old name, and an alias still."""
    old = not text(pod.spec.get("serviceAccountName")) and text(pod.spec.get("serviceAccount"))
    return "serviceAccount" if old else "serviceAccountName"


def account_name(pod: Pod) -> str:
    """Return the name of the pod's account; the namespace's default where it names none."""
    return text(pod.spec.get(account_field(pod))) or DEFAULT_ACCOUNT


def mounts_token(pod: Pod, subject: Subject) -> bool | None:
    """Tell whether the pod gets a token: the pod says it, else its account; ``None`` where nothing does."""
    own = pod.spec.get("automountServiceAccountToken")
    account = subject.find("ServiceAccount", account_name(pod), pod.object) if own is None else None
    said = own if account is None else account.data.get("automountServiceAccountToken")
    return said if isinstance(said, bool) else None


def projected_tokens(pod: Pod) -> Iterator[Path]:
    """Yield the place, in the pod's spec, of each token for the Kubernetes API that a volume of the pod projects.

    A token with an audience is for somebody else.
    """
    for index, volume in pod.volumes():
        for position, source in mappings(mapping(volume.get("projected")).get("sources")):
            if "serviceAccountToken" in source and not mapping(source["serviceAccountToken"]).get("audience"):
                yield "volumes", index, "projected", "sources", position, "serviceAccountToken"


def has_rights(pod: Pod, subject: Subject) -> bool:
    """Tell whether some binding in reach gives the pod's account rights, by its name or by its groups."""
    return any(
        _means(entry, binding, pod)
        for binding in subject.of_kind(*BINDINGS)
        if binding.meets(pod.object.environment)
        for _, entry in mappings(binding.data.get("subjects"))
    )


def _means(entry: dict[str, Any], binding: KubernetesObject, pod: Pod) -> bool:
    name, namespace = account_name(pod), pod.object.namespace
    if entry.get("kind") == "ServiceAccount":
        return entry.get("name") == name and (entry.get("namespace") or binding.namespace) == namespace
    if entry.get("kind") == "User":
        return entry.get("name") == f"system:serviceaccount:{namespace}:{name}"
    groups = ("system:serviceaccounts", f"system:serviceaccounts:{namespace}")
    return entry.get("kind") == "Group" and entry.get("name") in groups
