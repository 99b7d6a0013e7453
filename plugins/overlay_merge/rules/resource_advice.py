"""Requests and limits that the platform gives: said, as its probes are, since they may stop a container."""

from collections.abc import Iterator
from typing import Any

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.findings import Finding
from plugins.overlay_merge.places import is_the_bundles

#: What a container is held to; how much it may write is said by the rule of ephemeral storage.
_NAMES = ("cpu", "memory")
_PARTS = ("requests", "limits")


def resource_defaults(environment: EffectiveEnvironment) -> Iterator[Finding]:
    """Say which requests and limits of the component's container are not the bundle's.

    Args:
        environment: the merged settings with their origins.
    """
    resources = environment.settings.resources
    plain: dict[str, Any] = resources.model_dump(by_alias=True, exclude_none=True) if resources is not None else {}
    taken = [
        f"{part}.{name} {plain[part][name]}"
        for part in _PARTS
        for name in _NAMES
        if name in (plain.get(part) or {})
        and not is_the_bundles(environment.origins.get(f"resources.{part}.{name}", "platform"))
    ]
    if taken:
        yield Finding(
            code="resources-default",
            severity="advice",
            message=f"the bundle does not give all resources; the policy's are used: {', '.join(taken)}",
            remedy="Give component.resources: what the container uses on average, and at most.",
            path="component.resources",
        )
