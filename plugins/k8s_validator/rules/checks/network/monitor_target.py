"""A PodMonitor or ServiceMonitor finds what it scrapes: pods or Services, with ports of the names that it gives."""

from collections.abc import Iterable, Iterator
from typing import Any

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pods import LASTING, Pod
from plugins.k8s_validator.objects.selectors import selects
from plugins.k8s_validator.objects.values import mapping, mappings, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject

_ENDPOINTS = {"PodMonitor": "podMetricsEndpoints", "ServiceMonitor": "endpoints"}


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    if mapping(item.spec.get("namespaceSelector")):
        return  # namespaces of others, which are not here
    labels_and_ports = list(_pods(item, subject) if item.kind == "PodMonitor" else _services(item, subject))
    selector = item.spec.get("selector")
    ports = [ports for labels, ports in labels_and_ports if selects(selector, labels)]
    if not ports:
        what = "pod" if item.kind == "PodMonitor" else "Service"
        yield Fault(item, f"the selector matches no {what}", ("spec", "selector"), outside="warning")
        return
    field = _ENDPOINTS[item.kind]
    for index, endpoint in mappings(item.spec.get(field)):
        name = endpoint.get("port")
        if isinstance(name, str) and not any(name in names for names in ports):
            message = f"nothing that it selects has a port {quoted(name)}"
            yield item.fault(message, "spec", field, index, "port")


def _pods(item: KubernetesObject, subject: Subject) -> Iterator[tuple[dict[str, Any], set[str]]]:
    for pod in subject.pods_near(item):
        yield pod.labels, _names(port for port in _declared(pod))


def _declared(pod: Pod) -> Iterator[dict[str, Any]]:
    for container in pod.containers:
        if container.role in LASTING:
            yield from (port for _, port in container.ports())


def _services(item: KubernetesObject, subject: Subject) -> Iterator[tuple[dict[str, Any], set[str]]]:
    for service in subject.near(item, "Service"):
        labels = mapping(service.metadata.get("labels"))
        yield labels, _names(port for _, port in mappings(service.spec.get("ports")))


def _names(ports: Iterable[dict[str, Any]]) -> set[str]:
    return {text(port.get("name")) for port in ports}


CHECK = Check(
    code="monitor-target",
    severity="error",
    title="A PodMonitor or ServiceMonitor selects something in its namespace that has the ports it names.",
    remedy="Select the labels of the pods or the Service, and name one of their ports.",
    references=("kube-linter dangling-servicemonitor", "Prometheus Operator: PodMonitor, ServiceMonitor"),
    run=each_related(_look, "PodMonitor", "ServiceMonitor"),
    kinds=("PodMonitor", "ServiceMonitor"),
)
