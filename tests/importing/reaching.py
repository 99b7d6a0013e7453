"""Who leads to whom, who lets whom in and who names whom, read out of objects as a cluster would."""

import json
import re
from dataclasses import dataclass
from typing import Any

from agent.importing.selection import selects

_WORKLOADS = {"Deployment", "StatefulSet", "DaemonSet"}
_NAMESPACE = "kubernetes.io/metadata.name"
#: What stands for itself wherever it is written: a host with a scheme, a port or a hint before it.
_HOST = re.compile(r"(?:://|@|\b(?:server|nc -z|addr|host)[ =]+|^)([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*)(?=[:/ ;]|$)")


@dataclass(frozen=True)
class Pods:
    """The pods of a workload."""

    name: str
    namespace: str
    labels: dict[str, str]
    texts: list[str]


def pods_in(objects: list[dict[str, Any]]) -> list[Pods]:
    """Return the pods of the workloads, with the texts of their containers and of the ConfigMaps that they read."""
    maps = {(_place(item), item["metadata"]["name"]): item for item in objects if item["kind"] == "ConfigMap"}
    found = []
    for item in objects:
        if item["kind"] in _WORKLOADS:
            template = item["spec"]["template"]
            own = [text for container in template["spec"]["containers"] for text in _texts(container)]
            read = json.dumps(template)
            for (place, name), config in maps.items():
                if place == _place(item) and f'"name": "{name}"' in read:
                    own += [line for text in (config.get("data") or {}).values() for line in text.splitlines()]
            found.append(Pods(item["metadata"]["name"], _place(item), template["metadata"]["labels"], own))
    return found


def led_to(objects: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Return the workloads that each Service leads to."""
    return {
        item["metadata"]["name"]: {
            pods.name
            for pods in pods_in(objects)
            if pods.namespace == _place(item) and selects({"matchLabels": item["spec"]["selector"]}, pods.labels)
        }
        for item in objects
        if item["kind"] == "Service"
    }


def let_in(objects: list[dict[str, Any]], by: set[str]) -> set[tuple[str, str]]:
    """Return who of the workloads is let in by whom, for those whose pods are named."""
    every = pods_in(objects)
    found = set()
    for policy in [item for item in objects if item["kind"] == "NetworkPolicy"]:
        own = [pods for pods in every if pods.namespace == _place(policy) and pods.name in by]
        chosen = [pods for pods in own if selects(policy["spec"]["podSelector"], pods.labels)]
        peers = [peer for rule in policy["spec"].get("ingress") or [] for peer in rule.get("from") or []]
        callers = [pods for pods in every for peer in peers if _is_meant(pods, peer, _place(policy))]
        found |= {(to.name, caller.name) for to in chosen for caller in callers}
    return found


def named(objects: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Return which workload names which Service, by a name that leads there from its namespace."""
    services = {(_place(item), item["metadata"]["name"]) for item in objects if item["kind"] == "Service"}
    found = set()
    for pods in pods_in(objects):
        for text in pods.texts:
            for host in _HOST.findall(text):
                labels = host.split(".")
                place = (labels[1] if len(labels) > 1 else pods.namespace, labels[0])
                if place in services:
                    found.add((pods.name, labels[0]))
    return found


def _is_meant(pods: Pods, peer: dict[str, Any], place: str) -> bool:
    selector = peer.get("namespaceSelector")
    there = pods.namespace == place if selector is None else selects(selector, {_NAMESPACE: pods.namespace})
    return there and selects(peer.get("podSelector"), pods.labels)


def _place(item: dict[str, Any]) -> str:
    return str(item["metadata"].get("namespace", ""))


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return data.splitlines()
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    return [text for value in values for text in _texts(value)]
