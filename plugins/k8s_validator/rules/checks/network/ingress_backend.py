"""An Ingress leads to a Service that is there."""

from collections.abc import Iterator
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, mappings, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import SERVICES, TRAFFIC
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject


def _backends(item: KubernetesObject) -> Iterator[tuple[dict[str, Any], Path]]:
    if "defaultBackend" in item.spec:
        yield mapping(item.spec["defaultBackend"]), ("spec", "defaultBackend")
    for index, rule in mappings(item.spec.get("rules")):
        for position, path in mappings(mapping(rule.get("http")).get("paths")):
            place = ("spec", "rules", index, "http", "paths", position, "backend")
            yield mapping(path.get("backend")), place


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    for backend, place in _backends(item):
        wanted = mapping(backend.get("service"))
        name = text(wanted.get("name"))
        if not name or ("Service", name) in subject.external:
            continue
        service = subject.find("Service", name, item)
        if service is None:
            message = f"there is no Service {quoted(name)} in the namespace"
            yield Fault(item, message, (*place, "service", "name"), outside="warning")
        elif not _has_port(service, mapping(wanted.get("port"))):
            yield item.fault(f"the Service {quoted(name)} has no such port", *place, "service", "port")


def _has_port(service: KubernetesObject, wanted: dict[str, Any]) -> bool:
    return any(
        (wanted.get("name") is not None and port.get("name") == wanted["name"])
        or (wanted.get("number") is not None and port.get("port") == wanted["number"])
        for _, port in mappings(service.spec.get("ports"))
    )


CHECK = Check(
    code="ingress-backend",
    severity="error",
    title="Every backend of an Ingress is a Service in its namespace, with the port.",
    remedy="Name the Service and one of its ports.",
    references=("kube-linter dangling-ingress", "kube-score ingress-targets-service"),
    run=each_related(_look, "Ingress"),
    kinds=("Ingress",),
    decided_by=(*SERVICES, *TRAFFIC),
)
