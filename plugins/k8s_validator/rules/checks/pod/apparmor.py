"""AppArmor is not switched off."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import mapping, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod

_GOOD = (None, "RuntimeDefault", "Localhost")
_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/"


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    path = ("securityContext", "appArmorProfile", "type")
    if mapping(pod.security.get("appArmorProfile")).get("type") not in _GOOD:
        yield pod.fault("the pod's AppArmor profile is switched off", *path)
    for container in pod.containers:
        if mapping(container.security.get("appArmorProfile")).get("type") not in _GOOD:
            yield container.fault("the AppArmor profile is switched off", *path)
    for name, value in pod.annotations.items():
        good = value in ("", "runtime/default") or str(value).startswith("localhost/")
        if name.startswith(_ANNOTATION) and not good:
            place = (*pod.path, "metadata", "annotations", name)
            yield Fault(pod.object, f"the annotation {quoted(name)} switches AppArmor off", place)


CHECK = Check(
    code="apparmor",
    severity="error",
    title="No AppArmor profile is Unconfined.",
    remedy="Remove the profile, or set its type to RuntimeDefault.",
    references=(
        "PSS baseline: AppArmor",
        "Polaris linuxHardening",
        "Trivy KSV-0002",
        "Kyverno restrict-apparmor-profiles",
    ),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
