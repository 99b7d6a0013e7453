"""A volume is files or a block device, and containers use it as what it is."""

from collections.abc import Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.mounts import devices_by_container, mounts_by_container
from foundation.model.errors import Problem


def device_problems(environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield a problem for each block device that is mounted, and for each device that is none."""
    settings = environment.settings
    blocks = {claim.name for claim in settings.claims or [] if claim.volume_mode == "Block"}
    mounted = [(f"claims[{claim.name}].mount_path", claim.name) for claim in settings.claims or [] if claim.mount_path]
    mounted += [
        (f"{place}[{mount.mount_path}]", mount.name)
        for place, mounts in mounts_by_container(settings)
        for mount in mounts
    ]
    for place, name in mounted:
        if name in blocks:
            message, remedy = f"{place} mounts {name}, which is a block device", "Name it in volume_devices instead."
            yield Problem(code="device-mounted", message=message, remedy=remedy, path=f"component.{place}")
    folders = _folders(settings)
    for place, devices in devices_by_container(settings):
        for device in devices:
            if device.name in folders:
                message = f"{place} names {device.name}, which is no block device"
                remedy = "Mount it, or give its claim volume_mode: Block."
                yield Problem(
                    code="device-expected", message=message, remedy=remedy, path=f"component.{place}[{device.name}]"
                )


def _folders(settings: Layer) -> set[str]:
    """Return the volumes that are surely no devices; what a claim of others is, only the cluster knows."""
    return {
        *(claim.name for claim in settings.claims or [] if claim.volume_mode != "Block"),
        *(files.name for files in settings.files or []),
        *(
            volume.name
            for volume in settings.volumes or []
            if volume.persistent_volume_claim is None and volume.ephemeral is None
        ),
    }
