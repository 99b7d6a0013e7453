"""Probes call ports that the container has."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import LASTING, WORKLOADS, Container
from plugins.k8s_validator.objects.probes import HANDLERS, PROBES
from plugins.k8s_validator.objects.values import quoted, value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import PORTS
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    declared = [value for _, port in container.ports() for value in (port.get("name"), port.get("containerPort"))]
    for probe in PROBES:
        if probe not in container.data:
            continue
        for handler in HANDLERS:
            port = value_at(container.data, (probe, handler, "port"))
            if port is not None and port not in declared:
                message = f"{probe} calls the port {quoted(port)}, which the container does not declare"
                yield container.fault(message, probe, handler, "port")


CHECK = Check(
    code="probe-port",
    severity="error",
    title="Every port that a probe calls is declared by its container.",
    remedy="Declare the port under ports, or let the probe call one that is there.",
    references=("kube-linter liveness-port", "kube-linter readiness-port", "kube-linter startup-port"),
    run=each_container(_look, LASTING),
    kinds=WORKLOADS,
    decided_by=(*PORTS, "transport"),
)
