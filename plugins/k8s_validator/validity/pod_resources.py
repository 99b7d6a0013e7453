"""What a pod as a whole may use, beside what its containers ask for, and in which amounts huge pages come.

Source: Kubernetes, ``pkg/apis/core/validation``, ``validatePodResources``, and ``k8s.io/component-helpers/resource``.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Container, Pod
from plugins.k8s_validator.objects.quantities import amount
from plugins.k8s_validator.objects.values import mapping, quoted

_HUGE_PAGES = "hugepages-"
_OF_PODS = ("cpu", "memory")


def page_size(name: str) -> int | None:
    """Return the bytes of one huge page, from the name of the resource.

    Returns:
        0 for a page that there cannot be, ``None`` for other resources.
    """
    if not name.startswith(_HUGE_PAGES):
        return None
    found = amount(name.removeprefix(_HUGE_PAGES))
    return int(found) if found is not None and found >= 1 and found == int(found) else 0


def pod_faults(pod: Pod) -> Iterator[Fault]:
    """Yield where the resources of a pod are less than those of its containers.

    Args:
        pod: the pod.
    """
    resources = mapping(pod.spec.get("resources"))
    requests, limits = mapping(resources.get("requests")), mapping(resources.get("limits"))
    if not requests and not limits:
        return
    asked = _together(pod)
    for name in _OF_PODS:
        given, most = amount(requests.get(name)), amount(limits.get(name))
        if given is not None and given < asked[name]:
            message = f"the pod requests {quoted(requests[name])} of {name}, and its containers more together"
            yield pod.fault(message, "resources", "requests", name)
        elif given is None and most is not None and most < asked[name]:
            message = f"the pod's limit of {name} is {quoted(limits[name])}, and its containers request more together"
            yield pod.fault(message, "resources", "limits", name)
    for container in pod.containers:
        own = mapping(mapping(container.data.get("resources")).get("limits"))
        for name in _OF_PODS:
            single, most = amount(own.get(name)), amount(limits.get(name))
            if single is not None and most is not None and single > most:
                message = f"the limit {quoted(own[name])} of {name} is above the pod's {quoted(limits[name])}"
                yield container.fault(message, "resources", "limits", name)


def _together(pod: Pod) -> Counter[str]:
    """Return what containers request together: those that run side by side, or one that begins before them."""
    running: Counter[str] = Counter()
    highest: Counter[str] = Counter()
    for container in pod.containers:
        own = Counter({name: _request(container, name) for name in _OF_PODS})
        if container.role == "init":
            highest |= own + running
        elif container.role in ("sidecar", "container"):
            running += own
    return highest | running


def _request(container: Container, name: str) -> Any:
    resources = mapping(container.data.get("resources"))
    requests, limits = mapping(resources.get("requests")), mapping(resources.get("limits"))
    return amount(requests.get(name, limits.get(name))) or 0
