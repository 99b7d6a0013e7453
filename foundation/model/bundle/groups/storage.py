"""Volumes that outlive the pod, and files that come with the component."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from foundation.model.base import FrozenModel
from foundation.model.kubernetes.scalars import (
    Annotations,
    BytesText,
    DataKey,
    DnsLabel,
    FileMode,
    Labels,
    MountPath,
    ObjectName,
    RelativePath,
)
from foundation.model.kubernetes.scheduling import LabelSelector
from foundation.model.kubernetes.volumes import KeyToPath

AccessMode = Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]
#: Access modes of a volume that is on one node at a time.
ONE_NODE_MODES = frozenset({"ReadWriteOnce", "ReadWriteOncePod"})


class Claim(FrozenModel):
    """A volume that outlives the pod."""

    name: DnsLabel = Field(description="Name of the volume; the claim is called <component>-<name>.")
    size: BytesText | None = Field(
        default=None, description="Requested size, such as 10Gi. Required; a later layer may leave it out."
    )
    mount_path: MountPath | None = Field(
        default=None, description="Where the container sees it; volume_mounts can say more."
    )
    storage_class: Annotated[str, Field(pattern=r"^$|^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")] | None = Field(
        default=None, description="Storage class; the cluster's by default, none if empty."
    )
    access_modes: list[AccessMode] | None = Field(default=None, description="Access modes; the policy's by default.")
    volume_mode: Literal["Filesystem", "Block"] | None = Field(default=None, description="Files or a block device.")
    volume_name: ObjectName | None = Field(default=None, description="A PersistentVolume that exists.")
    selector: LabelSelector | None = Field(default=None, description="Which PersistentVolumes fit.")
    claim_name: ObjectName | None = Field(default=None, description="Name of the claim instead.")
    labels: Labels | None = Field(default=None, description="Labels of the claim.")
    annotations: Annotations | None = Field(default=None, description="Annotations of the claim.")


def _decodes(text: str) -> str:
    """Refuse what is not base64."""
    import base64
    import binascii

    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("the text is not base64") from None
    return text


Base64 = Annotated[str, AfterValidator(_decodes)]


class FileSet(FrozenModel):
    """Files that become a ConfigMap."""

    name: DnsLabel = Field(description="Name of the volume; the ConfigMap is called <component>-<name>.")
    data: dict[DataKey, str | None] | None = Field(default=None, description="Text by file name.")
    binary_data: dict[DataKey, Base64 | None] | None = Field(default=None, description="Bytes in base64 by file name.")
    paths: dict[DataKey, RelativePath | None] | None = Field(
        default=None, description="Path of a file, relative to the bundle's, by file name."
    )
    mount_path: MountPath | None = Field(
        default=None, description="Folder in which the container sees them; volume_mounts can say more."
    )
    items: list[KeyToPath] | None = Field(default=None, description="Files to show; all by default.")
    default_mode: FileMode | None = Field(
        default=None, description="Mode of the files, such as 0644 or, as a number, 420."
    )
    config_map: ObjectName | None = Field(default=None, description="Name of the ConfigMap instead.")
    immutable: bool | None = Field(default=None, description="Whether the cluster refuses changes.")
    labels: Labels | None = Field(default=None, description="Labels of the ConfigMap.")
    annotations: Annotations | None = Field(default=None, description="Annotations of the ConfigMap.")
