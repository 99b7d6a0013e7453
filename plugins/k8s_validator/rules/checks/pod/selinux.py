"""SELinux keeps containers apart."""

from collections.abc import Iterator
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import mapping, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod

#: Allowed types, and the version of the standard that allowed them.
_TYPES = {
    "": (1, 0),
    "container_t": (1, 0),
    "container_init_t": (1, 0),
    "container_kvm_t": (1, 0),
    "container_engine_t": (1, 31),
}
_FIELD: Path = ("securityContext", "seLinuxOptions")


def _faults(security: dict[str, Any], standard: tuple[int, int]) -> Iterator[tuple[str, str]]:
    options = mapping(security.get("seLinuxOptions"))
    kind = options.get("type")
    if kind is not None and (not isinstance(kind, str) or kind not in _TYPES or _TYPES[kind] > standard):
        yield f"the SELinux type {quoted(kind)} is not allowed", "type"
    for field in ("user", "role"):
        if options.get(field):
            yield f"the SELinux {field} is set", field


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    for message, field in _faults(pod.security, pod.standard):
        yield pod.fault(message, *_FIELD, field)
    for container in pod.containers:
        for message, field in _faults(container.security, pod.standard):
            yield container.fault(message, *_FIELD, field)


CHECK = Check(
    code="selinux",
    severity="error",
    title="SELinux types are those of containers, without a user or role of their own.",
    remedy="Remove seLinuxOptions, or use the type container_t.",
    references=("PSS baseline: SELinux", "Polaris linuxHardening", "Trivy KSV-0025", "Kyverno disallow-selinux"),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
