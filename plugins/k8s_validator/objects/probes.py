"""Probes, and who needs one."""

from collections.abc import Iterator
from dataclasses import replace

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pods import LASTING, Container
from plugins.k8s_validator.objects.selectors import has_labels
from plugins.k8s_validator.objects.values import mapping, mappings
from plugins.k8s_validator.subject.subject import Subject

PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
HANDLERS = ("httpGet", "tcpSocket", "grpc")


#: Types of components that others wait for (mission: probes are required for microservice types).
_SERVING = ("microservice", "api-gateway", "gateway", "frontend")
#: Types that the mission does not ask it of; of a type that somebody added, Services tell.
_OTHERS = ("worker", "event-processor", "stateful-service", "daemon", "job", "cronjob")


def missing_probe(container: Container, probe: str, subject: Subject) -> Iterator[Fault]:
    """Say that a lasting container lacks a probe: what serves must have it once it leaves the advisory environments.

    For all others it is a warning, and advice for what has no port to be asked by.
    """
    if not container.pod.lasting or mapping(container.data.get(probe)):
        return
    fault = container.fault(f"there is no {probe}", probe)
    if container.pod.object.environment not in subject.advisory and _serves(container, subject):
        yield fault
    else:
        yield replace(fault, at_most="warning" if container.ports() else "advice")


def _serves(container: Container, subject: Subject) -> bool:
    """Tell whether others wait for a container: by the component's type, or by Services where that is not known."""
    known = subject.effective.type if subject.effective is not None else ""
    if known in _SERVING and container.name == _own_name(container, subject):
        return True
    return known not in (*_SERVING, *_OTHERS) and any(
        _takes(container, service) for service in subject.near(container.pod.object, "Service")
    )


def _own_name(container: Container, subject: Subject) -> str | None:
    """Return the name of the component's own container, which may differ from environment to environment."""
    component, environment = subject.effective, container.pod.object.environment
    if component is None:
        return None
    layers = [layer for layer in component.environments if layer.name == environment] or [component.common]
    return layers[0].settings.container_name or component.slug


def _takes(container: Container, service: KubernetesObject) -> bool:
    """Tell whether a Service sends to a container: to a port that it declares, or that none of its pod's does."""
    selector = mapping(service.spec.get("selector"))
    if not selector or not has_labels(selector, container.pod.labels):
        return False
    ports = (port.get("targetPort") or port.get("port") for _, port in mappings(service.spec.get("ports")))
    targets = {port for port in ports if isinstance(port, (str, int))}
    meant = [one for one in container.pod.containers if one.role in LASTING and targets & _ports(one)]
    return container in meant or not meant


def _ports(container: Container) -> set[object]:
    found = (value for _, port in container.ports() for value in (port.get("name"), port.get("containerPort")))
    return {value for value in found if isinstance(value, (str, int))}
