"""Probes and lifecycle handlers call their own pod and nothing else."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.objects.values import value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container

#: Part of the standard since this version.
_SINCE = (1, 34)
_CALLERS = (
    ("livenessProbe",),
    ("readinessProbe",),
    ("startupProbe",),
    ("lifecycle", "postStart"),
    ("lifecycle", "preStop"),
)


def _look(container: Container, check: Check) -> Iterator[Fault]:
    if container.pod.standard < _SINCE:
        return
    for caller in _CALLERS:
        if caller[0] not in container.data:
            continue
        for handler in ("httpGet", "tcpSocket"):
            path = (*caller, handler, "host")
            if value_at(container.data, path):
                yield container.fault(f"{'.'.join(caller)} calls another host", *path)


CHECK = Check(
    code="probe-host",
    severity="error",
    title="Probes and lifecycle handlers name no host.",
    remedy="Remove host: the kubelet calls the pod's own address.",
    references=("PSS baseline since 1.34: Host Probes / Lifecycle Hooks",),
    run=each_container(_look),
    kinds=WORKLOADS,
)
