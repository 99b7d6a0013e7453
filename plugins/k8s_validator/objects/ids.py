"""Ids that containers run as."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Container
from plugins.k8s_validator.objects.values import number


def low_id(container: Container, field: str, lowest: int) -> Iterator[Fault]:
    """Yield a fault if a container's id is not set or too low; Windows has no such ids.

    Args:
        container: the container; what it leaves out is the pod's.
        field: ``runAsUser`` or ``runAsGroup``.
        lowest: lowest id that is allowed.
    """
    if container.pod.windows:
        return
    found = number(container.inherited(field))
    if found is None or found < lowest:
        message = f"{field} is not set" if found is None else f"{field} is {found}, below {lowest}"
        yield container.fault(message, "securityContext", field)
