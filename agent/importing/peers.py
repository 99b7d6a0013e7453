"""NetworkPolicies name pods of their own namespace; each component gets one of its own, so peers name theirs too."""

from dataclasses import dataclass
from typing import Any

from agent.importing.draft import Draft
from agent.importing.objects import mapping, mappings, texts
from agent.importing.selection import redirected, selects
from foundation.model.findings import Finding

#: Label that the cluster puts on every namespace.
_NAMESPACE = "kubernetes.io/metadata.name"
_DIRECTIONS = (("ingress", "from"), ("egress", "to"))


@dataclass(frozen=True)
class Pods:
    """The pods of a component of the input.

    Attributes:
        draft: the bundle in the making.
        labels: the labels that they had.
        namespace: where they are from now on.
    """

    draft: Draft
    labels: dict[str, str]
    namespace: str


def follow_peers(every: list[Pods]) -> None:
    """Give each peer of a NetworkPolicy the namespace in which its pods are from now on.

    Args:
        every: the pods of the input.
    """
    for own in every:
        rules = mapping(own.draft.settings.get("network_policy"))
        for direction, field in _DIRECTIONS:
            for index, rule in enumerate(mappings(rules.get(direction))):
                if field in rule:
                    place = f"network_policy.{direction}[{index}].{field}"
                    rule[field] = [after for peer in mappings(rule[field]) for after in _moved(own, peer, every, place)]


def _moved(own: Pods, peer: dict[str, Any], every: list[Pods], place: str) -> list[dict[str, Any]]:
    """Return what becomes of a peer: itself, or one for each component whose pods it means."""
    where = _namespace(own, peer.get("namespaceSelector"))
    if where is None or not ("podSelector" in peer or where):
        return [peer]
    selector = peer.get("podSelector")
    meant = [pods for pods in every if pods.draft.namespace == where and selects(selector, pods.labels)]
    if not meant and "namespaceSelector" not in peer and own.namespace != own.draft.namespace:
        own.draft.findings.append(_unknown(own.draft, place))
    return [_peer(own, pods, peer) for pods in meant] or [peer]


def _namespace(own: Pods, selector: Any) -> str | None:
    """Return the one namespace that a peer means, as it was; the own one without a selector of namespaces."""
    if selector is None:
        return own.draft.namespace
    labels = texts(mapping(selector).get("matchLabels"))
    alone = mapping(selector).keys() == {"matchLabels"} and labels.keys() == {_NAMESPACE}
    return labels[_NAMESPACE] if alone else None


def _peer(own: Pods, pods: Pods, peer: dict[str, Any]) -> dict[str, Any]:
    selector = peer.get("podSelector")
    found = {} if selector is None else {"podSelector": redirected(selector, pods.labels, pods.draft.slug)}
    if pods.namespace == own.namespace and "namespaceSelector" not in peer:
        return found
    return {"namespaceSelector": {"matchLabels": {_NAMESPACE: pods.namespace}}, **found}


def _unknown(draft: Draft, place: str) -> Finding:
    return Finding(
        code="peer-unknown",
        severity="warning",
        message=f"{place} names pods of the same namespace that are not in the input, and means nobody from now on",
        remedy="Add a namespaceSelector with the namespace in which they run.",
        object=f"bundle/{draft.name}",
        path=f"component.{place}",
    )
