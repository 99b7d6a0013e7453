"""A node never runs an image that it happens to have."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.images import digest_of, is_pinned
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.objects.values import text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    image = text(container.data.get("image"))
    # The API server's default: images that may move are pulled at each start, all others once a node.
    policy = container.data.get("imagePullPolicy") or ("IfNotPresent" if is_pinned(image) else "Always")
    if policy != "Always" and not digest_of(image):
        yield container.fault("imagePullPolicy is not Always", "imagePullPolicy")


CHECK = Check(
    code="image-pull-policy",
    severity="warning",
    title="imagePullPolicy is Always, unless the image is named by its digest.",
    remedy="Set imagePullPolicy to Always, so that credentials and tags are checked at each start.",
    references=(
        "kube-score container-image-pull-policy",
        "Polaris pullPolicyNotAlways",
        "Checkov CKV_K8S_15",
        "Kyverno always-pull-images",
    ),
    run=each_container(_look),
    kinds=WORKLOADS,
)
