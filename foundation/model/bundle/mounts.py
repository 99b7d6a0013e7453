"""The volumes of a component and where its container sees them; pure."""

import posixpath
from collections.abc import Iterator

from foundation.model.bundle.layer import Layer
from foundation.model.kubernetes.containers import Container
from foundation.model.kubernetes.volumes import VolumeDevice, VolumeMount


def volume_places(settings: Layer) -> list[tuple[str, str]]:
    """Return the name of everything that a container can mount, with the setting that it comes from."""
    return [
        *((f"claims[{claim.name}]", claim.name) for claim in settings.claims or []),
        *((f"files[{files.name}]", files.name) for files in settings.files or []),
        *((f"volumes[{volume.name}]", volume.name) for volume in settings.volumes or []),
    ]


def mounted_volumes(settings: Layer) -> set[str]:
    """Return the names of the volumes that some container of the pod sees."""
    beside = [*(settings.init_containers or []), *(settings.sidecars or [])]
    groups = [settings.volume_mounts, *(container.volume_mounts for container in beside)]
    claims = {claim.name for claim in settings.claims or [] if claim.mount_path}
    files = {files.name for files in settings.files or [] if files.mount_path}
    return {mount.name for group in groups for mount in group or []} | claims | files


def mount_places(settings: Layer) -> list[tuple[str, str]]:
    """Return the paths at which the component's container mounts something, with the setting of each."""
    mounts = [
        *((f"claims[{claim.name}].mount_path", claim.mount_path) for claim in settings.claims or []),
        *((f"files[{files.name}].mount_path", files.mount_path) for files in settings.files or []),
        *((f"volume_mounts[{mount.mount_path}]", mount.mount_path) for mount in settings.volume_mounts or []),
    ]
    return [(place, posixpath.normpath(path)) for place, path in mounts if path]


def mounts_by_container(settings: Layer) -> Iterator[tuple[str, list[VolumeMount]]]:
    """Yield what each container of the pod mounts, with the setting that says so; the component's own comes first."""
    yield "volume_mounts", settings.volume_mounts or []
    for place, container in _beside(settings):
        yield f"{place}.volumeMounts", container.volume_mounts or []


def devices_by_container(settings: Layer) -> Iterator[tuple[str, list[VolumeDevice]]]:
    """Yield the block devices of each container of the pod in the same way."""
    yield "volume_devices", settings.volume_devices or []
    for place, container in _beside(settings):
        yield f"{place}.volumeDevices", container.volume_devices or []


def _beside(settings: Layer) -> list[tuple[str, Container]]:
    return [
        *((f"init_containers[{container.name}]", container) for container in settings.init_containers or []),
        *((f"sidecars[{container.name}]", container) for container in settings.sidecars or []),
    ]
