"""Init containers and sidecars: as they were given, over the policy's baseline."""

from typing import Any

from foundation.model.bundle.groups.security import SecurityProfile
from foundation.model.bundle.layer import Layer
from foundation.model.chart.features import SecurityFeatures
from foundation.model.kubernetes.containers import Container
from foundation.model.kubernetes.expansion import in_order
from foundation.model.policy.platform import PlatformPolicy
from foundation.source.layering import over_baseline
from plugins.helm_chart_builder.sections.container import resources
from plugins.helm_chart_builder.sections.plain import plain, plain_list


def containers(
    given: list[Container] | None, settings: Layer, policy: PlatformPolicy, security: SecurityFeatures
) -> list[dict[str, Any]]:
    """Return containers with pull policy, security and, where limits are enforced, resources filled in.

    Args:
        given: init containers or sidecars.
        settings: the component's settings.
        policy: its default resources are for every container that names none.
        security: the baseline.
    """
    return [_filled(container, settings, policy, security) for container in given or []]


def _filled(
    container: Container, settings: Layer, policy: PlatformPolicy, security: SecurityFeatures
) -> dict[str, Any]:
    filled = plain(container)
    if container.env is not None:
        filled["env"] = plain_list(in_order(container.env))
    filled.setdefault("imagePullPolicy", settings.image_pull_policy or "Always")
    wanted = container.resources
    if wanted is None and (settings.security_profile or SecurityProfile()).enforce_resource_limits:
        wanted = policy.defaults.resources
    if wanted is not None:
        filled["resources"] = resources(wanted)
    filled["securityContext"] = over_baseline(security.container_baseline, container.security_context)
    for port in filled.get("ports", []):
        port.setdefault("protocol", "TCP")
    return filled
