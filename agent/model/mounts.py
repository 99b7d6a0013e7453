"""The volumes of a component and where its container sees them; pure."""

import posixpath

from agent.model.overlay import Overlay


def volume_places(settings: Overlay) -> list[tuple[str, str]]:
    """Return the name of everything that a container can mount, with the setting that it comes from."""
    return [
        *((f"claims[{claim.name}]", claim.name) for claim in settings.claims or []),
        *((f"files[{files.name}]", files.name) for files in settings.files or []),
        *((f"volumes[{volume.name}]", volume.name) for volume in settings.volumes or []),
    ]


def mount_places(settings: Overlay) -> list[tuple[str, str]]:
    """Return the paths at which the component's container mounts something, with the setting of each."""
    mounts = [
        *((f"claims[{claim.name}]", claim.mount_path) for claim in settings.claims or []),
        *((f"files[{files.name}]", files.mount_path) for files in settings.files or []),
        *(("volume_mounts", mount.mount_path) for mount in settings.volume_mounts or []),
    ]
    return [(place, posixpath.normpath(path)) for place, path in mounts if path]
