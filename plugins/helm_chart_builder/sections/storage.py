"""Persistent volumes, files and writable folders."""

from typing import Any

from foundation.model.bundle.groups import storage
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.mounts import mount_places, mounted_volumes
from foundation.model.chart.values import FileSet, Persistence, PersistentClaim, ScratchFolder
from foundation.model.policy.platform import PlatformPolicy
from plugins.helm_chart_builder.sections.plain import plain, plain_list, texts


def persistence(settings: Layer, policy: PlatformPolicy) -> Persistence:
    """Return the claims to make and mount."""
    return Persistence(claims=[_claim(claim, policy) for claim in settings.claims or []])


def _claim(claim: storage.Claim, policy: PlatformPolicy) -> PersistentClaim:
    spec = {
        "storageClassName": claim.storage_class,
        "volumeMode": claim.volume_mode,
        "volumeName": claim.volume_name,
        "selector": plain(claim.selector) if claim.selector else None,
    }
    return PersistentClaim(
        name=claim.name,
        claim_name=claim.claim_name or "",
        size=claim.size or "",
        mount_path=claim.mount_path or "",
        access_modes=[*(claim.access_modes or policy.storage.access_modes)],
        spec={name: value for name, value in spec.items() if value is not None},
        labels=texts(claim.labels),
        annotations=texts(claim.annotations),
    )


def files(settings: Layer) -> list[FileSet]:
    """Return the files that become ConfigMaps."""
    mounted = mounted_volumes(settings)
    return [_file_set(files, files.name in mounted) for files in settings.files or []]


def _file_set(files: storage.FileSet, mounted: bool) -> FileSet:
    volume: dict[str, Any] = {"items": plain_list(files.items)} if files.items else {}
    if files.default_mode is not None:
        volume["defaultMode"] = files.default_mode
    return FileSet(
        name=files.name,
        config_map=files.config_map or "",
        mount_path=files.mount_path or "",
        data=texts(files.data),
        binary_data=texts(files.binary_data),
        volume=volume,
        unmounted=not mounted,
        immutable=bool(files.immutable),
        labels=texts(files.labels),
        annotations=texts(files.annotations),
    )


def scratch(settings: Layer, policy: PlatformPolicy) -> list[ScratchFolder]:
    """Return the policy's writable folders, less those at which the component mounts something itself."""
    taken = {path for _, path in mount_places(settings)}
    return [
        ScratchFolder(path=folder.path, size=folder.size)
        for folder in policy.security.writable_paths
        if folder.path not in taken
    ]
