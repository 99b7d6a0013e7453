"""A literal secret in a file that is mounted: the volume takes that file from a Secret, and all others as before."""

from collections.abc import Iterator
from typing import Any

from agent.importing.draft import Draft
from agent.importing.objects import mapping, mappings, text


def put_into_volumes(
    draft: Draft, entry: dict[str, Any], config_map: str, key: str, place: dict[str, str]
) -> list[str]:
    """Take one file of each volume that shows a ConfigMap from a Secret.

    Args:
        draft: the bundle in the making.
        entry: the ConfigMap among its ``files``; where it is mounted it becomes a volume beside it.
        config_map: its name.
        key: the key that holds the secret.
        place: name of the Secret, and the key in it.

    Returns:
        The paths of the files in their volumes.
    """
    _separate(draft, entry, config_map)
    shown = []
    for sources in _projections(draft, config_map):
        for source in [one for one in sources if mapping(one.get("configMap")).get("name") == config_map]:
            own = source["configMap"]
            items = own.get("items")
            path = next((text(item.get("path")) for item in mappings(items) if item.get("key") == key), None)
            if items is not None and path is None:
                continue  # the volume shows other keys alone
            if items is not None:
                own["items"] = [item for item in mappings(items) if item.get("key") != key]
                if not own["items"]:
                    sources.remove(source)
            sources.append({"secret": {"name": place["name"], "items": [{"key": place["key"], "path": path or key}]}})
            shown.append(path or key)
    return list(dict.fromkeys(shown))


def is_mounted(draft: Draft, entry: dict[str, Any], config_map: str) -> bool:
    """Tell whether files of a ConfigMap are mounted anywhere.

    Args:
        draft: the bundle in the making.
        entry: the ConfigMap among its ``files``.
        config_map: its name.
    """
    volumes = mappings(draft.settings.get("volumes"))
    sources = [
        *volumes,
        *(one for volume in volumes for one in mappings(mapping(volume.get("projected")).get("sources"))),
    ]
    named = any(mapping(source.get("configMap")).get("name") == config_map for source in sources)
    return named or "mount_path" in entry or any(mount.get("name") == entry["name"] for mount in _mounts(draft))


def drop_from_volumes(draft: Draft, config_map: str) -> None:
    """Leave a ConfigMap of which no key is left out of the volumes that show it."""
    for sources in _projections(draft, config_map):
        sources[:] = [one for one in sources if mapping(one.get("configMap")).get("name") != config_map]


def _separate(draft: Draft, entry: dict[str, Any], config_map: str) -> None:
    """Make a ConfigMap that is a volume too a volume beside it, under the volume's name."""
    name = entry["name"]
    settings = draft.settings
    if "mount_path" not in entry and all(mount.get("name") != name for mount in _mounts(draft)):
        return
    if "mount_path" in entry:
        settings.setdefault("volume_mounts", []).append({"name": name, "mountPath": entry.pop("mount_path")})
    items, mode = entry.pop("items", None), entry.pop("default_mode", None)
    source = {"configMap": {"name": config_map, **({"items": items} if items is not None else {})}}
    projected = {"sources": [source], **({"defaultMode": mode} if mode is not None else {})}
    settings.setdefault("volumes", []).append({"name": name, "projected": projected})
    entry |= {"name": f"{name}-files", "config_map": config_map}


def _mounts(draft: Draft) -> Iterator[dict[str, Any]]:
    yield from mappings(draft.settings.get("volume_mounts"))
    for group in ("init_containers", "sidecars"):
        for container in mappings(draft.settings.get(group)):
            yield from mappings(container.get("volumeMounts"))


def _projections(draft: Draft, config_map: str) -> Iterator[list[dict[str, Any]]]:
    """Yield the sources of each volume that shows a ConfigMap; one that shows it alone becomes a projection."""
    for volume in mappings(draft.settings.get("volumes")):
        alone = mapping(volume.get("configMap"))
        if alone.get("name") == config_map:
            source = {key: value for key, value in alone.items() if key != "defaultMode"}
            mode = {"defaultMode": alone["defaultMode"]} if "defaultMode" in alone else {}
            volume["projected"] = {"sources": [{"configMap": source}], **mode}
            del volume["configMap"]
        sources = mapping(volume.get("projected")).get("sources")
        named = [mapping(one.get("configMap")).get("name") for one in mappings(sources)]
        if isinstance(sources, list) and config_map in named:
            yield sources
