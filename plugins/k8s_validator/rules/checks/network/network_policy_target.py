"""A NetworkPolicy restricts somebody, to somebody."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.selectors import is_empty, selects
from plugins.k8s_validator.objects.values import mapping, mappings
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import NETWORK
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject

_EVERYWHERE = ("0.0.0.0/0", "::/0")
_PEERS = {"ingress": "from", "egress": "to"}


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    selector = item.spec.get("podSelector")
    if not is_empty(selector) and not any(selects(selector, pod.labels) for pod in subject.pods_near(item)):
        yield Fault(item, "the podSelector matches no pod", ("spec", "podSelector"), outside="warning")
    for direction, field in _PEERS.items():
        for index, rule in mappings(item.spec.get(direction)):
            place = ("spec", direction, index)
            if not rule.get(field) and not rule.get("ports"):
                yield item.fault(f"the {direction} rule allows everything", *place)
            yield from _open_peers(item, rule.get(field), (*place, field), rule.get("ports"))


def _open_peers(item: KubernetesObject, peers: object, place: tuple[str | int, ...], ports: object) -> Iterator[Fault]:
    for index, peer in mappings(peers):
        anybody = mapping(peer.get("ipBlock")).get("cidr") in _EVERYWHERE and not ports
        unselective = set(peer) == {"namespaceSelector"} and is_empty(peer["namespaceSelector"])
        if anybody or unselective:
            yield item.fault("the rule allows everybody and uses no selector", *place, index)


CHECK = Check(
    code="network-policy-target",
    severity="error",
    title="A NetworkPolicy selects at least one pod, and its rules name peers or ports.",
    remedy="Select the workload's pods, and name who may call and what may be called.",
    references=(
        "kube-linter dangling-networkpolicy",
        "kube-score networkpolicy-targets-pod",
        "Trivy KSV-0038",
    ),
    run=each_related(_look, "NetworkPolicy"),
    kinds=("NetworkPolicy",),
    decided_by=NETWORK,
)
