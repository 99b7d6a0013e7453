"""Volumes of a component, and where its containers see them."""

from typing import Any

from foundation.model.bundle.layer import Layer
from foundation.model.bundle.mounts import (
    devices_by_container,
    mount_places,
    mounted_volumes,
    mounts_by_container,
    volume_places,
)

MOUNT = {"name": "shared", "mountPath": "/shared/"}
DEVICE = {"name": "disk", "devicePath": "/dev/disk"}
GIVEN: dict[str, Any] = {
    "claims": [{"name": "data", "size": "1Gi", "mount_path": "/data/."}, {"name": "disk", "size": "1Gi"}],
    "files": [{"name": "site", "mount_path": "/etc//site", "data": {"a": "b"}}, {"name": "spare", "data": {"a": "b"}}],
    "volumes": [{"name": "shared", "emptyDir": {}}, {"name": "unused", "emptyDir": {}}],
    "volume_mounts": [MOUNT],
    "volume_devices": [DEVICE],
    "init_containers": [{"name": "wait", "image": "a/b:1", "volumeMounts": [{"name": "spare", "mountPath": "/spare"}]}],
    "sidecars": [{"name": "proxy", "image": "a/b:1", "volumeDevices": [DEVICE]}],
}
SETTINGS = Layer.model_validate(GIVEN)


def test_everything_that_can_be_mounted_is_told_with_its_setting() -> None:
    assert volume_places(SETTINGS) == [
        ("claims[data]", "data"),
        ("claims[disk]", "disk"),
        ("files[site]", "site"),
        ("files[spare]", "spare"),
        ("volumes[shared]", "shared"),
        ("volumes[unused]", "unused"),
    ]


def test_a_volume_is_mounted_if_some_container_sees_it() -> None:
    assert mounted_volumes(SETTINGS) == {"data", "site", "shared", "spare"}


def test_paths_are_compared_as_the_kernel_sees_them() -> None:
    assert mount_places(SETTINGS) == [
        ("claims[data].mount_path", "/data"),
        ("files[site].mount_path", "/etc/site"),
        ("volume_mounts[/shared/]", "/shared"),
    ]


def test_each_containers_mounts_and_devices_are_told_with_its_place() -> None:
    mounts = {place: [mount.name for mount in found] for place, found in mounts_by_container(SETTINGS)}
    assert mounts == {
        "volume_mounts": ["shared"],
        "init_containers[wait].volumeMounts": ["spare"],
        "sidecars[proxy].volumeMounts": [],
    }
    devices = {place: [device.name for device in found] for place, found in devices_by_container(SETTINGS)}
    assert devices == {
        "volume_devices": ["disk"],
        "init_containers[wait].volumeDevices": [],
        "sidecars[proxy].volumeDevices": ["disk"],
    }


def test_nothing_given_is_nothing_mounted() -> None:
    empty = Layer()
    assert volume_places(empty) == mount_places(empty) == []
    assert mounted_volumes(empty) == set()
    assert list(mounts_by_container(empty)) == [("volume_mounts", [])]
    assert list(devices_by_container(empty)) == [("volume_devices", [])]
