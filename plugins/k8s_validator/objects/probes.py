"""Probes, and who needs one."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Container
from plugins.k8s_validator.objects.values import mapping

PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
HANDLERS = ("httpGet", "tcpSocket", "grpc")


def missing_probe(container: Container, probe: str) -> Iterator[Fault]:
    """Say that a lasting container lacks a probe; one without a port has little to be asked by, so that is advice."""
    if not container.pod.lasting or mapping(container.data.get(probe)):
        return
    fault = container.fault(f"there is no {probe}", probe)
    yield fault if container.ports() else Fault(fault.object, fault.message, fault.path, at_most="advice")
