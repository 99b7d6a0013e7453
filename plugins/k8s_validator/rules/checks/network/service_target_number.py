"""A Service's target ports are ones that the pods say they listen on."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pods import LASTING
from plugins.k8s_validator.objects.selectors import has_labels
from plugins.k8s_validator.objects.values import mappings, number
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import SERVICES
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    selector = item.spec.get("selector")
    if not isinstance(selector, dict) or not selector:
        return
    for pod in subject.pods_near(item):
        ports = {
            number(port.get("containerPort"))
            for container in pod.containers
            if container.role in LASTING
            for _, port in container.ports()
        }
        if not ports or not has_labels(selector, pod.labels):
            continue
        for index, port in mappings(item.spec.get("ports")):
            target = number(port.get("targetPort", port.get("port")))
            if target is not None and target not in ports:
                message = f"{pod.object.label} declares no port {target}"
                yield item.fault(message, "spec", "ports", index, "targetPort")


CHECK = Check(
    code="service-target-number",
    severity="warning",
    title="Target ports given as numbers are declared by the pods, where these declare ports.",
    remedy="Declare the containerPort, or name the one that is meant.",
    references=("kube-score service-targets-pod",),
    run=each_related(_look, "Service"),
    kinds=("Service",),
    decided_by=SERVICES,
)
