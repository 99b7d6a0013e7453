"""Names are ones that the API server takes and nobody confuses."""

from collections.abc import Iterator

from foundation.model.expressions import expression
from foundation.model.findings import Finding
from foundation.model.names import AMBIGUOUS_WORDS, DNS_LABEL, DNS_SUBDOMAIN, is_job_of
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pods import WORKLOADS
from plugins.k8s_validator.objects.values import quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import finding_of
from plugins.k8s_validator.subject.subject import Subject

_LABEL, _SUBDOMAIN = expression(DNS_LABEL), expression(DNS_SUBDOMAIN)
#: Their pods' host names are made of it, or a controller appends to it.
_LONGEST = {"StatefulSet": 52, "Deployment": 63, "DaemonSet": 63}
_RBAC = frozenset({"Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"})


def _look(item: KubernetesObject, component: str | None) -> Iterator[Fault]:
    name, shown = item.name, quoted(item.name)
    if not name or item.kind in _RBAC:
        return  # a missing name has its own rule; names of roles are paths and may hold colons
    if not _SUBDOMAIN.fullmatch(name):
        return  # the rule field-values says what is wrong with it
    longest = _LONGEST.get(item.kind)
    if longest is not None and (len(name) > longest or not _LABEL.fullmatch(name)):
        message = f"{shown} is no name for a {item.kind}: at most {longest} lower-case letters, digits and hyphens"
        yield item.fault(message, "metadata", "name")
    elif name in AMBIGUOUS_WORDS:
        yield item.fault(f"YAML may read the name {shown} as something else", "metadata", "name")
    elif component is not None and item.kind in WORKLOADS and not _is_of(item, component):
        yield item.fault(f"the workload is called {shown} and not {component}", "metadata", "name")


def _is_of(item: KubernetesObject, component: str) -> bool:
    return is_job_of(item.name, component) if item.kind == "Job" else item.name == component


def _collisions(subject: Subject) -> Iterator[Fault]:
    """Find names that tell two objects apart by nothing but dots and hyphens."""
    seen: dict[tuple[str, str, str | None, str], KubernetesObject] = {}
    for item in subject.objects:
        folded = item.name.replace(".", "-").replace("_", "-")
        first = seen.setdefault((item.kind, item.namespace, item.environment, folded), item)
        if first.name != item.name:
            yield item.fault(f"{quoted(item.name)} and {quoted(first.name)} are too alike", "metadata", "name")


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    component = subject.effective.slug if subject.effective else None
    for item in subject.objects:
        for fault in _look(item, component):
            yield finding_of(check, subject, fault)
    for fault in _collisions(subject):
        yield finding_of(check, subject, fault)


CHECK = Check(
    code="names",
    severity="error",
    title="Names keep to the API's syntax and length and differ clearly; a workload has its component's.",
    remedy="Choose a name of lower-case letters, digits and hyphens.",
    references=("mission: naming policy", "Kubernetes: Object Names and IDs", "kube-score label-values"),
    run=_run,
    decided_by=(),
)
