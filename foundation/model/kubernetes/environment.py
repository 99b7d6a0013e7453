"""Environment variables and where their values come from (core/v1)."""

from typing import Literal

from pydantic import Field, model_validator

from foundation.model.base import KubernetesShape, exactly_one
from foundation.model.kubernetes.scalars import DataKey, DnsLabel, EnvironmentName, ObjectName, Quantity


class KeySelector(KubernetesShape):
    """One key of a ConfigMap or a Secret."""

    name: ObjectName = Field(description="Name of the ConfigMap or Secret.")
    key: DataKey = Field(description="Key in it.")
    optional: bool | None = Field(default=None, description="Whether it may be missing.")


class ObjectFieldSelector(KubernetesShape):
    """A field of the pod itself."""

    field_path: str = Field(
        pattern=r"^(metadata\.(name|namespace|uid|labels|annotations|(labels|annotations)\['[^']+'\])"
        r"|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$",
        description="Path such as metadata.name.",
    )
    api_version: Literal["v1"] | None = Field(default=None, description="Version of the pod schema.")


class ResourceFieldSelector(KubernetesShape):
    """A resource of a container."""

    resource: str = Field(
        pattern=r"^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-[0-9]+[KMGT]i)$",
        description="Resource such as limits.cpu.",
    )
    container_name: DnsLabel | None = Field(default=None, description="Container; the own one by default.")
    divisor: Quantity | None = Field(default=None, description="Unit of the exposed figure.")


class EnvironmentVariableSource(KubernetesShape):
    """Where a variable's value comes from when it is not literal."""

    config_map_key_ref: KeySelector | None = Field(default=None, description="A ConfigMap's key.")
    secret_key_ref: KeySelector | None = Field(default=None, description="A Secret's key.")
    field_ref: ObjectFieldSelector | None = Field(default=None, description="A field of the pod.")
    resource_field_ref: ResourceFieldSelector | None = Field(default=None, description="A resource.")

    _one = model_validator(mode="after")(exactly_one())


class EnvironmentVariable(KubernetesShape):
    """One environment variable: literal, or from a source."""

    name: EnvironmentName = Field(description="Name of the variable.")
    value: str | None = Field(default=None, description="Literal text; it stays a string as written.")
    value_from: EnvironmentVariableSource | None = Field(default=None, description="Source of the value.")

    @model_validator(mode="after")
    def _one_value(self) -> "EnvironmentVariable":
        if self.value is not None and self.value_from is not None:
            raise ValueError("value and valueFrom exclude each other")
        return self


class EnvironmentSource(KubernetesShape):
    """A ConfigMap or a Secret of others, or whether it may be missing."""

    name: ObjectName = Field(description="Name of the ConfigMap or Secret.")
    optional: bool | None = Field(default=None, description="Whether it may be missing.")


class EnvironmentVariables(KubernetesShape):
    """Every key of a ConfigMap or a Secret as a variable (EnvFromSource)."""

    config_map_ref: EnvironmentSource | None = Field(default=None, description="A ConfigMap.")
    secret_ref: EnvironmentSource | None = Field(default=None, description="A Secret.")
    prefix: EnvironmentName | None = Field(default=None, description="Put before the name of each variable.")

    _one = model_validator(mode="after")(exactly_one("config_map_ref", "secret_ref"))
