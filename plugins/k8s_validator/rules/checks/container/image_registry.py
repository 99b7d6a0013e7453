"""Images come from where the platform trusts them to."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.objects.values import quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


class Registries(FrozenModel):
    """Parameters."""

    allowed: list[str] = Field(
        default=[], description="Registries, each with a path if wanted (ghcr.io/acme); empty allows all."
    )


def full_name(image: str) -> str:
    """Return an image's name with its registry, as container runtimes read it."""
    first, slash, _ = image.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return image
    return f"docker.io/{image}" if slash else f"docker.io/library/{image}"


def _look(container: Container, check: Check) -> Iterator[Fault]:
    image, allowed = container.data.get("image"), check.setting(Registries).allowed
    if not allowed or not isinstance(image, str):
        return
    name = full_name(image)
    if not any(name.startswith(f"{registry.rstrip('/')}/") for registry in allowed):
        yield container.fault(f"the image {quoted(image)} is from none of {', '.join(allowed)}", "image")


CHECK = Check(
    code="image-registry",
    severity="error",
    title="Images come from the registries that the policy allows.",
    remedy="Copy the image to an allowed registry, or have its registry added to the policy.",
    references=("Trivy KSV-0125", "Kyverno restrict-image-registries"),
    run=each_container(_look),
    kinds=WORKLOADS,
    parameters=Registries(),
)
