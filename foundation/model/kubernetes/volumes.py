"""Volumes and where containers see them (core/v1)."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from foundation.model.base import KubernetesShape, exactly_one
from foundation.model.kubernetes.environment import ObjectFieldSelector, ResourceFieldSelector
from foundation.model.kubernetes.scalars import (
    AbsolutePath,
    Annotations,
    DataKey,
    DnsLabel,
    FileMode,
    Labels,
    MountPath,
    ObjectName,
    QualifiedName,
    Quantity,
    RelativePath,
    VolumeFilePath,
)
from foundation.model.kubernetes.scheduling import LabelSelector


class KeyToPath(KubernetesShape):
    """One key of a ConfigMap or a Secret as a file."""

    key: DataKey = Field(description="Key.")
    path: VolumeFilePath = Field(description="Path of the file in the volume.")
    mode: FileMode | None = Field(default=None, description="Mode of the file, such as 0644 or, as a number, 420.")


class ConfigMapVolume(KubernetesShape):
    """A ConfigMap as files."""

    name: ObjectName = Field(description="Name of the ConfigMap.")
    items: list[KeyToPath] | None = Field(default=None, description="Keys to show; all by default.")
    default_mode: FileMode | None = Field(
        default=None, description="Mode of the files, such as 0644 or, as a number, 420."
    )
    optional: bool | None = Field(default=None, description="Whether it may be missing.")


class SecretVolume(KubernetesShape):
    """A Secret as files."""

    secret_name: ObjectName = Field(description="Name of the Secret.")
    items: list[KeyToPath] | None = Field(default=None, description="Keys to show; all by default.")
    default_mode: FileMode | None = Field(
        default=None, description="Mode of the files, such as 0644 or, as a number, 420."
    )
    optional: bool | None = Field(default=None, description="Whether it may be missing.")


class SecretProjection(KubernetesShape):
    """A Secret inside a projected volume."""

    name: ObjectName = Field(description="Name of the Secret.")
    items: list[KeyToPath] | None = Field(default=None, description="Keys to show; all by default.")
    optional: bool | None = Field(default=None, description="Whether it may be missing.")


class ConfigMapProjection(KubernetesShape):
    """A ConfigMap inside a projected volume."""

    name: ObjectName = Field(description="Name of the ConfigMap.")
    items: list[KeyToPath] | None = Field(default=None, description="Keys to show; all by default.")
    optional: bool | None = Field(default=None, description="Whether it may be missing.")


class DownwardFile(KubernetesShape):
    """A field of the pod, or a resource of a container, as a file."""

    path: VolumeFilePath = Field(description="Path of the file in the volume.")
    field_ref: ObjectFieldSelector | None = Field(default=None, description="Field of the pod.")
    resource_field_ref: ResourceFieldSelector | None = Field(default=None, description="Resource of a container.")
    mode: FileMode | None = Field(default=None, description="Mode of the file, such as 0644 or, as a number, 420.")

    _one = model_validator(mode="after")(exactly_one("field_ref", "resource_field_ref"))


class DownwardProjection(KubernetesShape):
    """Fields of the pod inside a projected volume."""

    items: list[DownwardFile] | None = Field(default=None, description="Files.")


class DownwardVolume(DownwardProjection):
    """Fields of the pod as files."""

    default_mode: FileMode | None = Field(
        default=None, description="Mode of the files, such as 0644 or, as a number, 420."
    )


class TokenProjection(KubernetesShape):
    """A token of the service account inside a projected volume."""

    path: VolumeFilePath = Field(description="Path of the file in the volume.")
    audience: str | None = Field(default=None, description="Whom the token is for.")
    expiration_seconds: Annotated[int, Field(ge=600, le=2**32)] | None = Field(
        default=None, description="Life of the token in seconds, at least 600."
    )


class TrustProjection(KubernetesShape):
    """Trust anchors of the cluster inside a projected volume."""

    name: str | None = Field(
        default=None, pattern=r"^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$", description="Name of the ClusterTrustBundle."
    )
    signer_name: QualifiedName | None = Field(default=None, description="All bundles of this signer instead.")
    label_selector: LabelSelector | None = Field(default=None, description="Which of the signer's bundles.")
    optional: bool | None = Field(default=None, description="Whether they may be missing.")
    path: VolumeFilePath = Field(description="Path of the file in the volume.")

    _one = model_validator(mode="after")(exactly_one("name", "signer_name"))


class Projection(KubernetesShape):
    """One source of a projected volume."""

    config_map: ConfigMapProjection | None = Field(default=None, description="A ConfigMap.")
    secret: SecretProjection | None = Field(default=None, description="A Secret.")
    downward_api: DownwardProjection | None = Field(default=None, alias="downwardAPI", description="Fields of the pod.")
    service_account_token: TokenProjection | None = Field(default=None, description="A token.")
    cluster_trust_bundle: TrustProjection | None = Field(default=None, description="Trust anchors of the cluster.")

    _one = model_validator(mode="after")(exactly_one())


class ProjectedVolume(KubernetesShape):
    """Several sources in one folder."""

    sources: list[Projection] | None = Field(default=None, description="What is in it.")
    default_mode: FileMode | None = Field(
        default=None, description="Mode of the files, such as 0644 or, as a number, 420."
    )


class EmptyDirVolume(KubernetesShape):
    """A folder that lives as long as the pod."""

    medium: Literal["", "Memory", "HugePages"] | None = Field(default=None, description="Memory for a tmpfs.")
    size_limit: Quantity | None = Field(default=None, description="Most that may be written.")


class ClaimVolume(KubernetesShape):
    """A PersistentVolumeClaim that exists."""

    claim_name: ObjectName = Field(description="Name of the claim.")
    read_only: bool | None = Field(default=None, description="Whether it is mounted read-only.")


class CsiVolume(KubernetesShape):
    """A volume that a CSI driver makes for the pod."""

    driver: str = Field(pattern=r"^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$", description="Name of the driver.")
    read_only: bool | None = Field(default=None, description="Whether it is mounted read-only.")
    fs_type: str | None = Field(default=None, description="File system.")
    volume_attributes: dict[str, str] | None = Field(default=None, description="Settings of the driver.")
    node_publish_secret_ref: dict[Literal["name"], ObjectName] | None = Field(
        default=None, description="Secret that the driver needs."
    )


class ClaimTemplateMetadata(KubernetesShape):
    """Labels and annotations of a claim."""

    labels: Labels | None = Field(default=None, description="Labels.")
    annotations: Annotations | None = Field(default=None, description="Annotations.")


class ClaimTemplate(KubernetesShape):
    """A claim that lives as long as the pod."""

    metadata: ClaimTemplateMetadata | None = Field(default=None, description="Labels and annotations.")
    spec: dict[str, Any] = Field(description="PersistentVolumeClaimSpec.")


class EphemeralVolume(KubernetesShape):
    """A volume made from a claim of the pod's own."""

    volume_claim_template: ClaimTemplate = Field(description="The claim.")


class HostPathVolume(KubernetesShape):
    """A path of the node; only where a policy exception allows it."""

    path: AbsolutePath = Field(description="Path on the node.")
    type: (
        Literal["", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"]
        | None
    ) = Field(default=None, description="What must be there.")


class NfsVolume(KubernetesShape):
    """A folder of an NFS server."""

    server: str = Field(pattern=r"^[A-Za-z0-9.:\[\]_-]+$", description="Host name or address.")
    path: AbsolutePath = Field(description="Exported path.")
    read_only: bool | None = Field(default=None, description="Whether it is mounted read-only.")


class ImageVolume(KubernetesShape):
    """The files of an OCI image."""

    reference: str = Field(min_length=1, description="Image.")
    pull_policy: Literal["Always", "IfNotPresent", "Never"] | None = Field(default=None, description="When to pull.")


class Volume(KubernetesShape):
    """A volume of the pod."""

    name: DnsLabel = Field(description="Name of the volume.")
    config_map: ConfigMapVolume | None = Field(default=None, description="A ConfigMap as files.")
    secret: SecretVolume | None = Field(default=None, description="A Secret as files.")
    empty_dir: EmptyDirVolume | None = Field(default=None, description="A folder that lives as long as the pod.")
    persistent_volume_claim: ClaimVolume | None = Field(default=None, description="A claim that exists.")
    projected: ProjectedVolume | None = Field(default=None, description="Several sources in one folder.")
    downward_api: DownwardVolume | None = Field(default=None, alias="downwardAPI", description="Fields of the pod.")
    csi: CsiVolume | None = Field(default=None, description="A volume of a CSI driver.")
    ephemeral: EphemeralVolume | None = Field(default=None, description="A claim of the pod's own.")
    host_path: HostPathVolume | None = Field(default=None, description="A path of the node.")
    nfs: NfsVolume | None = Field(default=None, description="A folder of an NFS server.")
    image: ImageVolume | None = Field(default=None, description="The files of an OCI image.")

    _one = model_validator(mode="after")(
        exactly_one(
            "config_map",
            "secret",
            "empty_dir",
            "persistent_volume_claim",
            "projected",
            "downward_api",
            "csi",
            "ephemeral",
            "host_path",
            "nfs",
            "image",
        )
    )


class VolumeMount(KubernetesShape):
    """Where a container sees a volume."""

    name: DnsLabel = Field(description="Name of the volume.")
    mount_path: MountPath = Field(description="Path in the container.")
    sub_path: RelativePath | None = Field(default=None, description="Path inside the volume.")
    sub_path_expr: RelativePath | None = Field(default=None, description="The same, with $(VARIABLES).")
    read_only: bool | None = Field(default=None, description="Whether writing is refused.")
    recursive_read_only: Literal["Disabled", "IfPossible", "Enabled"] | None = Field(
        default=None, description="Whether mounts below it are read-only too."
    )
    mount_propagation: Literal["None", "HostToContainer", "Bidirectional"] | None = Field(
        default=None, description="How mounts of the node and the container reach each other."
    )

    @model_validator(mode="after")
    def _one_sub_path(self) -> "VolumeMount":
        if self.sub_path is not None and self.sub_path_expr is not None:
            raise ValueError("subPath and subPathExpr exclude each other")
        return self


class VolumeDevice(KubernetesShape):
    """A block device in a container."""

    name: DnsLabel = Field(description="Name of the claim's volume.")
    device_path: AbsolutePath = Field(description="Path in the container.")
