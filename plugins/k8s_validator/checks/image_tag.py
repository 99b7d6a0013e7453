"""Images are pinned to a tag or a digest."""

from collections.abc import Iterator

from agent.model.findings import Finding
from plugins.k8s_validator.check import Check
from plugins.k8s_validator.pods import containers
from plugins.k8s_validator.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for item in subject.objects:
        for path, container in containers(item.data):
            image = container.get("image")
            if isinstance(image, str) and not _is_pinned(image):
                yield subject.finding(check, f"the image {image} is not pinned", object=item, path=(*path, "image"))


def _is_pinned(image: str) -> bool:
    name, _, digest = image.partition("@")
    tag = name.rpartition("/")[2].partition(":")[2]
    return bool(digest) or tag not in ("", "latest")


CHECK = Check(
    code="image-tag",
    severity="error",
    title="Images have a fixed tag or a digest, never latest.",
    remedy="Give container_image a version tag or a digest.",
    references=("kube-linter latest-tag", "kube-score container-image-tag", "CKV_K8S_14"),
    run=_run,
)
