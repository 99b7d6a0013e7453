"""The settings that every layer may give: defaults, profiles, the component, environments, tenants."""

import re
from collections import Counter
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from agent.model.base import FrozenModel
from agent.model.kubernetes import (
    DnsLabel,
    EnvironmentName,
    EnvironmentVariable,
    LabelText,
    ObjectName,
    Port,
    Probe,
    QualifiedName,
    ResourceRequirements,
    Seconds,
    Toleration,
)
from agent.model.schedule import check_schedule
from agent.model.settings_shapes import (
    Autoscale,
    Claim,
    DisruptionBudget,
    IngressSettings,
    JobSettings,
    Observability,
    Percent,
    SecretReference,
    SecurityProfile,
)

_NAME = re.compile(r"[A-Za-z0-9._/-]*")

#: A container image: repository with an optional registry, then a tag, a digest or both.
ImageReference = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
        r"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$",
        max_length=512,
    ),
]


def _unique_names(items: list[Any] | None) -> list[Any] | None:
    """Refuse a list in which two entries share their name, as the API server would."""
    counts = Counter(item.name for item in items or [] if item.name is not None)
    twice = sorted(name for name, count in counts.items() if count > 1)
    if twice:
        raise ValueError(f"{twice[0]!r} stands in the list more than once; keep one entry")
    return items


def _names_only(affinity: dict[str, Any]) -> dict[str, Any]:
    """Refuse text that is none of what an affinity is made of: keys and values of labels, and fields."""
    values: list[Any] = [affinity]
    while values:
        value = values.pop()
        if isinstance(value, dict):
            values += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            values += value
        elif isinstance(value, str) and not _NAME.fullmatch(value):
            raise ValueError(f"{value[:60]!r} is no label, value or field")
    return affinity


class Overlay(FrozenModel):
    """Settings of one layer. Every field is optional; ``null`` removes what a lower layer set."""

    replicas: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = Field(default=None, description="Number of pods.")
    container_image: ImageReference | None = Field(default=None, description="Image with tag or digest.")
    command: list[str] | None = Field(default=None, description="Entry point instead of the image's.")
    args: list[str] | None = Field(default=None, description="Arguments of the entry point.")
    env: Annotated[list[EnvironmentVariable] | None, AfterValidator(_unique_names)] = Field(
        default=None, description="Environment variables in their order; merged by name."
    )
    ports: Annotated[list[Port] | None, AfterValidator(_unique_names)] = Field(
        default=None, description="Served ports; merged by name. The policy's for the transport by default."
    )
    resources: ResourceRequirements | None = Field(default=None, description="Requests and limits.")
    liveness_probe: Probe | None = Field(default=None, description="When to restart the container.")
    readiness_probe: Probe | None = Field(default=None, description="When to send traffic.")
    startup_probe: Probe | None = Field(default=None, description="When the other probes begin.")
    config: dict[EnvironmentName, str | None] | None = Field(
        default=None, description="Non-sensitive settings: a ConfigMap that the container reads as variables."
    )
    existing_config_map_refs: list[ObjectName] | None = Field(
        default=None, description="ConfigMaps of others that the container reads as variables."
    )
    secrets: list[SecretReference] | None = Field(default=None, description="Existing Secrets to use.")
    volumes: Annotated[list[Claim] | None, AfterValidator(_unique_names)] = Field(
        default=None, description="Persistent volumes; merged by name."
    )
    node_selector: dict[QualifiedName, LabelText | None] | None = Field(
        default=None, description="Labels that a node must have."
    )
    tolerations: list[Toleration] | None = Field(default=None, description="Taints that the pods accept.")
    affinity: Annotated[dict[str, Any], AfterValidator(_names_only)] | None = Field(
        default=None, description="Affinity, in the Kubernetes shape."
    )
    enable_ingress: bool | None = Field(default=None, description="Whether to publish the component by an Ingress.")
    ingress: IngressSettings | None = Field(default=None, description="Host, path, class of the Ingress.")
    tls_secret_name: ObjectName | None = Field(default=None, description="Secret with the Ingress's certificate.")
    enable_hpa: bool | None = Field(default=None, description="Whether to scale by an HorizontalPodAutoscaler.")
    autoscale: Autoscale | None = Field(default=None, description="Bounds and targets of the autoscaler.")
    enable_disruption_budget: bool | None = Field(default=None, description="Whether to add a PodDisruptionBudget.")
    disruption_budget: DisruptionBudget | None = Field(default=None, description="Bounds of the budget.")
    enable_network_policy: bool | None = Field(default=None, description="Whether to restrict traffic.")
    automount_service_account_token: bool | None = Field(
        default=None, description="Whether the pod may call the Kubernetes API."
    )
    schedule: Annotated[str, AfterValidator(check_schedule)] | None = Field(
        default=None, description="Cron schedule of a cronjob: five fields, or a word such as @daily."
    )
    job: JobSettings | None = Field(default=None, description="Fields of a job or cronjob.")
    otel_sampling: Percent | None = Field(default=None, description="Share of requests that are traced, in percent.")
    termination_grace_period_seconds: Seconds | None = Field(default=None, description="Seconds to shut down.")
    observability: Observability | None = Field(default=None, description="OpenTelemetry settings.")
    security_profile: SecurityProfile | None = Field(default=None, description="Security settings.")


class TenantOverlay(Overlay):
    """A tenant's settings, with environments of its own inside."""

    environments: dict[DnsLabel, Overlay] | None = Field(default=None, description="Overlays per environment.")


#: Lists whose entries are merged by name from layer to layer; all other lists replace.
KEYED_LISTS = frozenset({"env", "ports", "volumes", "secrets"})
