"""Volumes are of kinds that belong to a pod, a claim or the API."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod
from plugins.k8s_validator.rules.wording import either

#: Types in the words of the remedy; the others are for more special needs.
_WORDS = {
    "persistentVolumeClaim": "a claim",
    "emptyDir": "an emptyDir",
    "configMap": "a ConfigMap",
    "secret": "a Secret",
    "projected": "a projected volume",
}


class VolumeTypes(FrozenModel):
    """Parameters."""

    allowed: list[str] = Field(
        default=[
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret",
        ],
        description="Volume types that a pod may have.",
    )

    @property
    def choice(self) -> str:
        """Say which volumes to take instead."""
        common = [words for name, words in _WORDS.items() if name in self.allowed]
        return either(common or [f"a volume of the type {name}" for name in self.allowed] or ["no volume"])


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    allowed = check.setting(VolumeTypes).allowed
    for index, volume in pod.volumes():
        for kind, value in volume.items():
            if kind not in ("name", *allowed) and value is not None:
                yield pod.fault(f"a volume of the type {kind} is not allowed", "volumes", index, kind)


CHECK = Check(
    code="volume-types",
    severity="error",
    title="Volumes are of the types that the policy allows.",
    remedy="Use {choice}.",
    references=("PSS restricted: Volume Types", "Trivy KSV-0028", "Kyverno restrict-volume-types"),
    run=each_pod(_look),
    kinds=WORKLOADS,
    parameters=VolumeTypes(),
)
