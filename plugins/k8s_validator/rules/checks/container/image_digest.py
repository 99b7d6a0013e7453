"""Images are pinned to their content."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.objects.values import quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.production import Production, each_container_in_production


def _look(container: Container, check: Check) -> Iterator[Fault]:
    image = container.data.get("image")
    if isinstance(image, str) and "@sha256:" not in image:
        yield container.fault(f"the image {quoted(image)} has no digest", "image")


CHECK = Check(
    code="image-digest",
    severity="advice",
    title="Images are named by their digest.",
    remedy="Add @sha256: and the digest of the image that was tested; a tag can be moved.",
    references=("Checkov CKV_K8S_43", "Kyverno require-image-digest"),
    run=each_container_in_production(_look),
    kinds=WORKLOADS,
    parameters=Production(),
    decided_by=(),
)
