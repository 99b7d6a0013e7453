"""No pod talks to everybody."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.selectors import selects
from plugins.k8s_validator.objects.values import texts
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import NETWORK
from plugins.k8s_validator.rules.for_each import each_related_pod
from plugins.k8s_validator.subject.subject import Subject


def directions(policy: KubernetesObject) -> set[str]:
    """Return the directions that a NetworkPolicy restricts; without policyTypes the API server fills them in."""
    types = texts(policy.spec.get("policyTypes"))
    return set(types) if types else {"Ingress", *(["Egress"] if policy.spec.get("egress") else [])}


def _look(pod: Pod, subject: Subject, check: Check) -> Iterator[Fault]:
    if pod.spec.get("hostNetwork") is True:
        return  # NetworkPolicies do not reach it; another rule forbids it
    missing = {"Ingress", "Egress"}
    for policy in subject.near(pod.object, "NetworkPolicy"):
        if selects(policy.spec.get("podSelector"), pod.labels):
            missing -= directions(policy)
    if missing:
        words = " and ".join(direction.lower() for direction in sorted(missing, reverse=True))
        yield Fault(pod.object, f"no NetworkPolicy restricts the pods' {words}", (), outside="warning")


CHECK = Check(
    code="network-policy-coverage",
    severity="error",
    title="Every pod is covered by a NetworkPolicy for ingress and for egress.",
    remedy="Add a NetworkPolicy that selects the pods and has both policyTypes; enable_network_policy does.",
    references=(
        "CIS 5.3.2",
        "NSA/CISA: Network separation and hardening",
        "kube-linter non-isolated-pod",
        "kube-score pod-networkpolicy",
        "Polaris missingNetworkPolicy",
        "Checkov CKV2_K8S_6",
    ),
    run=each_related_pod(_look),
    kinds=WORKLOADS,
    decided_by=NETWORK,
)
