"""Images are pinned to a tag or a digest."""

from collections.abc import Iterator

from foundation.source.tree import shown
from plugins.k8s_validator.objects.images import is_pinned
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    image = container.data.get("image")
    if isinstance(image, str) and not is_pinned(image):
        yield container.fault(f"the image {shown(image)} is not pinned", "image")


CHECK = Check(
    code="image-tag",
    severity="error",
    title="Images have a fixed tag or a digest, never latest.",
    remedy="Give container_image a version tag or a digest.",
    references=(
        "kube-linter latest-tag",
        "kube-score container-image-tag",
        "Polaris tagNotSpecified",
        "Checkov CKV_K8S_14",
        "Trivy KSV-0013",
        "Kyverno disallow-latest-tag",
    ),
    run=each_container(_look),
    kinds=WORKLOADS,
)
