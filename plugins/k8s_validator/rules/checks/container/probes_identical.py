"""Being alive and being ready are two questions."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import LASTING, WORKLOADS, Container
from plugins.k8s_validator.objects.values import mapping
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    liveness = mapping(container.data.get("livenessProbe"))
    if liveness and liveness == container.data.get("readinessProbe"):
        yield container.fault("the liveness and the readiness probe are the same", "livenessProbe")


CHECK = Check(
    code="probes-identical",
    severity="warning",
    title="Liveness and readiness probe differ.",
    remedy="Let liveness fail later, or ask another path: a pod that is busy should lose traffic, not its life.",
    references=("kube-score pod-probes-identical",),
    run=each_container(_look, LASTING),
    kinds=WORKLOADS,
    decided_by=("liveness_probe", "readiness_probe", "startup_probe"),
)
