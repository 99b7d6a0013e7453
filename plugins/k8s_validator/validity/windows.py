"""What a pod on Windows may say: of users, of its host's processes, and of fields that Linux has alone.

Source: Kubernetes, ``pkg/apis/core/validation``, ``validateWindows`` and ``validateWindowsSecurityContextOptions``.
"""

from collections.abc import Iterator
from typing import Any

from foundation.model.expressions import expression
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Container, Pod
from plugins.k8s_validator.objects.values import mapping, text, value_at

#: Fields of a pod that are refused whatever they say, and those that are refused if they are on.
_NEVER, _OFF = ("hostUsers", "shareProcessNamespace"), ("hostPID", "hostIPC")
#: Fields of a securityContext that Windows does not have; an empty list of the last two is none.
_LINUX_SECURITY = (
    "appArmorProfile", "seLinuxOptions", "seLinuxChangePolicy", "seccompProfile", "capabilities",
    "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup",
    "fsGroup", "fsGroupChangePolicy", "supplementalGroupsPolicy", "sysctls", "supplementalGroups",
)  # fmt: skip
_HOST_PROCESS = ("windowsOptions", "hostProcess")
_DNS_DOMAIN = expression(r"([A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?\.)*[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?")
_NETBIOS_DOMAIN = expression(r'[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}')
_USER = expression(r'(?![. ]+$)[^"/\\:;|=,+*?<>@\[\]]{1,104}')
_CONTROL = expression(r"[\x00-\x1f\x7f-\x9f]")


def is_user_name(name: str) -> bool:
    r"""Tell whether a text is a user of Windows, with or without its domain: ``DOMAIN\user``."""
    *domains, user = name.split("\\")
    if len(domains) > 1 or _CONTROL.search(name) or not _USER.fullmatch(user):
        return False
    of_dns = len(domains[0]) < 256 and _DNS_DOMAIN.fullmatch(domains[0]) is not None if domains else True
    return of_dns or _NETBIOS_DOMAIN.fullmatch(domains[0]) is not None


def system_faults(pod: Pod) -> Iterator[Fault]:
    """Yield what does not go with the operating system that a pod names.

    Args:
        pod: the pod.
    """
    system = text(mapping(pod.spec.get("os")).get("name"))
    contexts: list[tuple[dict[str, Any], Pod | Container]] = [(pod.security, pod)]
    contexts += [(container.security, container) for container in pod.containers]
    for security, owner in contexts:
        if system == "linux" and security.get("windowsOptions") is not None:
            yield owner.fault("a Linux pod has no windowsOptions", "securityContext", "windowsOptions")
        for field in _LINUX_SECURITY if system == "windows" else ():
            if security.get(field) not in (None, []):
                yield owner.fault(f"a Windows pod has no {field}", "securityContext", field)
    for field in (*_NEVER, *_OFF) if system == "windows" else ():
        if pod.spec.get(field) or (field in _NEVER and pod.spec.get(field) is not None):
            yield pod.fault(f"a Windows pod has no {field}", field)


def host_process_faults(pod: Pod) -> Iterator[Fault]:
    """Yield what is wrong with a pod whose containers run as processes of their Windows node.

    Args:
        pod: the pod.
    """
    of_pod = value_at(pod.security, _HOST_PROCESS)
    values = [value_at(container.security, _HOST_PROCESS) for container in pod.containers]
    for container, value in zip(pod.containers, values, strict=True):
        if of_pod is not None and value is not None and value != of_pod:
            message = f"hostProcess is {value}, and {of_pod} for the pod"
            yield container.fault(message, "securityContext", *_HOST_PROCESS)
    held = {bool(of_pod if value is None else value) for value in values}
    if held == {True, False}:
        yield pod.fault("all containers are processes of the node, or none is")
    if True in held and pod.spec.get("hostNetwork") is not True:
        yield pod.fault("processes of the node need hostNetwork: true", "hostNetwork")
