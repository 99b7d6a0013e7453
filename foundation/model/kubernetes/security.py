"""Security contexts of pods and containers (core/v1). The gate says which of this may pass."""

from typing import Literal

from pydantic import Field

from foundation.model.base import KubernetesShape
from foundation.model.kubernetes.scalars import NumericId


class SeccompProfile(KubernetesShape):
    """Which system calls are allowed."""

    type: Literal["RuntimeDefault", "Localhost", "Unconfined"] = Field(description="Kind of profile.")
    localhost_profile: str | None = Field(default=None, description="File on the node.")


class AppArmorProfile(KubernetesShape):
    """What AppArmor allows."""

    type: Literal["RuntimeDefault", "Localhost", "Unconfined"] = Field(description="Kind of profile.")
    localhost_profile: str | None = Field(default=None, description="Profile on the node.")


class SeLinuxOptions(KubernetesShape):
    """SELinux labels."""

    level: str | None = Field(default=None, description="Level.")
    role: str | None = Field(default=None, description="Role.")
    type: str | None = Field(default=None, description="Type.")
    user: str | None = Field(default=None, description="User.")


class Capabilities(KubernetesShape):
    """Linux capabilities."""

    add: list[str] | None = Field(default=None, description="Granted beyond the runtime's.")
    drop: list[str] | None = Field(default=None, description="Taken away.")


class WindowsOptions(KubernetesShape):
    """Settings of a Windows container."""

    gmsa_credential_spec: str | None = Field(default=None, alias="gmsaCredentialSpec", description="Inline gMSA spec.")
    gmsa_credential_spec_name: str | None = Field(
        default=None, alias="gmsaCredentialSpecName", description="Name of a gMSA spec."
    )
    host_process: bool | None = Field(default=None, description="Whether it runs as the node's own process.")
    run_as_user_name: str | None = Field(default=None, description="User.")


class Sysctl(KubernetesShape):
    """A kernel setting of the pod."""

    name: str = Field(pattern=r"^[a-z0-9]([a-z0-9._/-]*[a-z0-9])?$", description="Name.")
    value: str = Field(description="Value.")


class SecurityContext(KubernetesShape):
    """Security of a container; what is given goes over the policy's baseline."""

    allow_privilege_escalation: bool | None = Field(default=None, description="Whether a child may gain rights.")
    app_armor_profile: AppArmorProfile | None = Field(default=None, description="AppArmor profile.")
    capabilities: Capabilities | None = Field(default=None, description="Linux capabilities.")
    privileged: bool | None = Field(default=None, description="Whether it has every right on the node.")
    proc_mount: Literal["Default", "Unmasked"] | None = Field(default=None, description="How /proc is mounted.")
    read_only_root_filesystem: bool | None = Field(default=None, description="Whether the image's files are fixed.")
    run_as_group: NumericId | None = Field(default=None, description="Group id.")
    run_as_non_root: bool | None = Field(default=None, description="Whether root is refused.")
    run_as_user: NumericId | None = Field(default=None, description="User id.")
    se_linux_options: SeLinuxOptions | None = Field(default=None, alias="seLinuxOptions", description="SELinux labels.")
    seccomp_profile: SeccompProfile | None = Field(default=None, description="Allowed system calls.")
    windows_options: WindowsOptions | None = Field(default=None, description="Settings of a Windows container.")


class PodSecurityContext(KubernetesShape):
    """Security of the pod; what is given goes over the policy's baseline."""

    app_armor_profile: AppArmorProfile | None = Field(default=None, description="AppArmor profile.")
    fs_group: NumericId | None = Field(default=None, description="Group that owns the volumes.")
    fs_group_change_policy: Literal["OnRootMismatch", "Always"] | None = Field(
        default=None, description="When volumes change their owner."
    )
    run_as_group: NumericId | None = Field(default=None, description="Group id.")
    run_as_non_root: bool | None = Field(default=None, description="Whether root is refused.")
    run_as_user: NumericId | None = Field(default=None, description="User id.")
    se_linux_options: SeLinuxOptions | None = Field(default=None, alias="seLinuxOptions", description="SELinux labels.")
    se_linux_change_policy: Literal["Recursive", "MountOption"] | None = Field(
        default=None, alias="seLinuxChangePolicy", description="How volumes get their labels."
    )
    seccomp_profile: SeccompProfile | None = Field(default=None, description="Allowed system calls.")
    supplemental_groups: list[NumericId] | None = Field(default=None, description="Further groups.")
    supplemental_groups_policy: Literal["Merge", "Strict"] | None = Field(
        default=None, description="Whether the image's groups count too."
    )
    sysctls: list[Sysctl] | None = Field(default=None, description="Kernel settings.")
    windows_options: WindowsOptions | None = Field(default=None, description="Settings of a Windows pod.")
