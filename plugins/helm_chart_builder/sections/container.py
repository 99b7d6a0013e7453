"""The component's container: image, resources, and what else it has."""

from typing import Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.bundle.groups.jobs import JobSpec
from foundation.model.bundle.groups.pod_fields import CONTAINER_FIELDS
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.ports import port_map
from foundation.model.bundle.workloads import LASTING
from foundation.model.chart.values import Image
from foundation.model.kubernetes.containers import ResourceRequirements
from plugins.helm_chart_builder.sections.plain import fields, plain, quantities


def image_of(reference: str, settings: Layer) -> Image:
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


def container_ports(settings: Layer) -> list[dict[str, Any]]:
    """Return the ports that the container listens on."""
    return [{**plain(port), "protocol": port.protocol or "TCP"} for port in port_map(settings).container_ports]


def container_spec(settings: Layer) -> dict[str, Any]:
    """Return the further fields of the container."""
    return fields(settings, CONTAINER_FIELDS)


def resources(requirements: ResourceRequirements | None) -> dict[str, Any]:
    """Return requests and limits with every quantity as text."""
    return {kind: quantities(amounts) for kind, amounts in plain(requirements).items() if amounts}


def restart_policy(effective: EffectiveComponent, settings: Layer) -> str:
    """Return the restart policy of a Job's pods; a Deployment has none of its own."""
    return "" if effective.workload in LASTING else (settings.job or JobSpec()).restart_policy or ""
