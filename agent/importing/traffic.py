"""Ingress and NetworkPolicy."""

from typing import Any

from agent.importing.attach import Workload, backend_service
from agent.importing.draft import Draft
from agent.importing.labels import Metadata
from agent.importing.objects import Place, SourceObject, items, mapping, mappings, text
from agent.importing.own_manifests import is_ours
from agent.importing.selection import redirect_all

#: The old way to name the class.
_CLASS = "kubernetes.io/ingress.class"


def map_ingress(draft: Draft, workload: Workload, metadata: Metadata) -> None:
    """Map the Ingresses that lead to the component; those that differ in more than hosts cannot be one."""
    first: dict[str, Any] | None = None
    for ingress in workload.all("Ingress"):
        found = _ingress(draft, workload, ingress, metadata)
        if not found["hosts"]:
            continue
        if first is None:
            first = found
        elif {**found, "hosts": 0, "tls": 0} == {**first, "hosts": 0, "tls": 0}:
            first = {**first, "hosts": [*first["hosts"], *found["hosts"]], "tls": [*first["tls"], *found["tls"]]}
        else:
            draft.leave_out(Place(ingress), "the component has one Ingress already, with another class or annotations")
            continue
        renamed(draft, ingress)
    if first is not None:
        place = Place(workload.all("Ingress")[0], ("spec",))
        draft.settings["enable_ingress"] = True
        draft.put("ingress", {key: value for key, value in first.items() if value not in (None, [], {})}, place)


def _ingress(draft: Draft, workload: Workload, ingress: SourceObject, metadata: Metadata) -> dict[str, Any]:
    own, place = Place(ingress, ("metadata",)), Place(ingress, ("spec",))
    annotations = metadata.annotations(own)
    old_class = annotations.pop(_CLASS, None)
    for key in sorted(ingress.spec.keys() - {"ingressClassName", "tls", "rules"}):
        draft.leave_out(place.at(key), "the bundle has no place for it")
    return {
        "className": ingress.spec.get("ingressClassName") or old_class,
        "hosts": _hosts(draft, workload, ingress),
        "tls": mappings(ingress.spec.get("tls")),
        "labels": metadata.labels(own),
        "annotations": annotations,
    }


def _hosts(draft: Draft, workload: Workload, ingress: SourceObject) -> list[dict[str, Any]]:
    served = {service.name for service in workload.all("Service")}
    own = mapping(draft.settings.get("service")).get("name", draft.slug)
    hosts = []
    for index, rule in enumerate(mappings(ingress.spec.get("rules"))):
        paths = []
        for number, path in enumerate(mappings(mapping(rule.get("http")).get("paths"))):
            service = backend_service(path)
            if service in served:
                paths.append(_path(path, service, own))
            elif not service:
                place = Place(ingress, ("spec", "rules", index, "http", "paths", number))
                draft.leave_out(place, "only Services can be behind a path")
        if paths:
            hosts.append({"host": rule.get("host"), "paths": paths})
    return hosts


def _path(path: dict[str, Any], service: str, own: str) -> dict[str, Any]:
    port = mapping(mapping(mapping(path.get("backend")).get("service")).get("port"))
    return {
        "path": path.get("path") or "/",
        "pathType": path.get("pathType"),
        "service": service if service != own else None,
        "port": port.get("name", port.get("number")),
    }


def renamed(draft: Draft, item: SourceObject) -> None:
    """Tell that an object gets the chart's name instead of its own; a Job's ends in a digest of what it runs."""
    if item.kind == "Job" and not is_ours(item):
        name = f"{draft.slug}-<digest>"
        draft.platform_decides(Place(item, ("metadata", "name")), f"the Job is called {name}, anew by what it runs")
    elif item.kind != "Job" and item.name != draft.slug:
        draft.platform_decides(Place(item, ("metadata", "name")), f"the {item.kind} is called {draft.slug}")


def map_network_policy(draft: Draft, workload: Workload, metadata: Metadata) -> None:
    """Map the NetworkPolicies of the pods: their rules add up, and what they leave open is the platform's."""
    policies = workload.all("NetworkPolicy")
    if not policies:
        return
    rules: dict[str, Any] = {}
    opened = []
    for direction in ("ingress", "egress"):
        restricting = [policy for policy in policies if direction in _directions(policy)]
        found = [rule for policy in restricting for rule in items(policy.spec.get(direction))]
        if not restricting or any(_is_open(rule) for rule in found):
            opened.append(direction)
            _tell_open(draft, direction, (restricting or policies)[0])
        else:
            rules[direction] = found
    rules["defaults"] = {0: False, 1: "".join(opened), 2: True}[len(opened)]
    rules = redirect_all(rules, workload.pod_labels, draft.slug, ("podSelector",))
    for key in ("labels", "annotations"):
        found = getattr(metadata, key)(Place(policies[0], ("metadata",)))
        if found:
            rules[key] = found
    for policy in policies[1:]:
        metadata.dropped(policy)
    for policy in policies:
        renamed(draft, policy)
    draft.put("network_policy", rules, Place(policies[0], ("spec",)))


def _is_open(rule: Any) -> bool:
    """Tell whether a rule lets everything through: it names no peer and no port."""
    return not any(mapping(rule).get(key) for key in ("from", "to", "ports"))


def _tell_open(draft: Draft, direction: str, policy: SourceObject) -> None:
    """Tell that a direction was open: the platform has rules of its own, and its gate refuses to go without."""
    declared = {"ingress": "called_by", "egress": "calls"}[direction]
    draft.leave_out(
        Place(policy, ("spec", direction)),
        "it is open, which the gate refuses; the platform's own rules take its place",
        f"Add what they lack to {declared} or network_policy.{direction}.",
    )


def _directions(policy: SourceObject) -> list[str]:
    given = policy.spec.get("policyTypes")
    if isinstance(given, list):
        return [text(direction).lower() for direction in given]
    return ["ingress", *(["egress"] if policy.spec.get("egress") else [])]
