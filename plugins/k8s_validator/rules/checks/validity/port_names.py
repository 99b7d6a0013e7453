"""Port names can be used by a Service."""

from collections.abc import Iterator
from dataclasses import replace

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod
from plugins.k8s_validator.validity.formats import is_port_name


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    seen: set[str] = set()
    for container in pod.containers:
        own: set[str] = set()
        for index, port in container.ports():
            name = port.get("name")
            if not isinstance(name, str) or not name:
                continue
            if not is_port_name(name):
                message = f"the port name {quoted(name)} is none: lower case, at most 15 characters"
                yield container.fault(message, "ports", index, "name")
            elif name in seen:
                fault = container.fault(f"the port name {quoted(name)} is used twice", "ports", index, "name")
                # Beside another container's the server only warns.
                yield fault if name in own else replace(fault, outside="warning")
            own.add(name)
            seen.add(name)


CHECK = Check(
    code="port-names",
    severity="error",
    title="Port names are valid and unique in their pod.",
    remedy="Choose another name of at most 15 lower-case letters, digits and hyphens.",
    references=("RFC 6335: service names", "kube-linter invalid-target-ports", "kube-score container-ports-check"),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
