"""The component's container: image, resources, and what else it has."""

from typing import Any

from agent.model.chart_values import Image
from agent.model.effective import EffectiveComponent
from agent.model.kubernetes.containers import ResourceRequirements
from agent.model.overlay import Overlay
from agent.model.ports import port_map
from agent.model.settings.jobs import JobSettings
from agent.model.settings.pod_fields import CONTAINER_FIELDS
from agent.model.workloads import LASTING
from plugins.helm_chart_builder.sections.plain import fields, plain, quantities


def image_of(reference: str, settings: Overlay) -> Image:
    """Take an image reference apart."""
    name, _, digest = reference.partition("@")
    folder, slash, last = name.rpartition("/")
    repository, _, tag = last.partition(":")
    return Image(
        repository=f"{folder}{slash}{repository}",
        tag=tag,
        digest=digest,
        pull_policy=settings.image_pull_policy or "Always",
    )


def container_ports(settings: Overlay) -> list[dict[str, Any]]:
    """Return the ports that the container listens on."""
    return [{**plain(port), "protocol": port.protocol or "TCP"} for port in port_map(settings).container_ports]


def container_spec(settings: Overlay) -> dict[str, Any]:
    """Return the further fields of the container."""
    return fields(settings, CONTAINER_FIELDS)


def resources(requirements: ResourceRequirements | None) -> dict[str, Any]:
    """Return requests and limits with every quantity as text."""
    return {kind: quantities(amounts) for kind, amounts in plain(requirements).items() if amounts}


def restart_policy(effective: EffectiveComponent, settings: Overlay) -> str:
    """Return the restart policy of a Job's pods; a Deployment has none of its own."""
    return "" if effective.workload in LASTING else (settings.job or JobSettings()).restart_policy or ""
