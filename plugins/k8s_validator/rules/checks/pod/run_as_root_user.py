"""Nobody is user 0."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.user_namespaces import is_relaxed
from plugins.k8s_validator.objects.values import number
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod

#: Part of the standard since this version.
_SINCE = (1, 23)


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    if is_relaxed(pod) or pod.standard < _SINCE:
        return
    if number(pod.security.get("runAsUser")) == 0:
        yield pod.fault("the pod runs as user 0", "securityContext", "runAsUser")
    for container in pod.containers:
        if number(container.security.get("runAsUser")) == 0:
            yield container.fault("the container runs as user 0", "securityContext", "runAsUser")


CHECK = Check(
    code="run-as-root-user",
    severity="error",
    title="runAsUser is nowhere 0.",
    remedy="Set securityContext.runAsUser to the user that the image is made for, from {user-id.lowest}.",
    references=(
        "PSS restricted: Running as Non-root user",
        "Trivy KSV-0105",
        "Kyverno require-run-as-non-root-user",
    ),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
