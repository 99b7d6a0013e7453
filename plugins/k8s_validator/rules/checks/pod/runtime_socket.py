"""No pod can command its node's container runtime."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import mapping, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


class Sockets(FrozenModel):
    """Parameters."""

    names: list[str] = Field(
        default=["docker.sock", "containerd.sock", "crio.sock", "dockershim.sock", "podman.sock", "cri-dockerd.sock"],
        description="File names of the runtimes' sockets.",
    )
    folders: list[str] = Field(
        default=[
            "/run",
            "/var/run",
            "/run/containerd",
            "/var/run/docker",
            "/run/docker",
            "/var/run/crio",
            "/run/crio",
            "/",
        ],
        description="Folders that hold one.",
    )


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    setting = check.setting(Sockets)
    for index, volume in pod.volumes():
        path = text(mapping(volume.get("hostPath")).get("path"))
        name, folder = path.rpartition("/")[2], path.rstrip("/") or path[:1]
        if path and (name in setting.names or folder in setting.folders):
            yield pod.fault("the container runtime's socket is in reach", "volumes", index, "hostPath", "path")


CHECK = Check(
    code="runtime-socket",
    severity="error",
    title="No volume holds the socket of a container runtime.",
    remedy="Remove the volume: who commands the runtime owns the node.",
    references=(
        "kube-linter docker-sock",
        "Checkov CKV_K8S_27",
        "Trivy KSV-0006",
        "Kyverno disallow-container-sock-mounts",
    ),
    run=each_pod(_look),
    kinds=WORKLOADS,
    parameters=Sockets(),
)
