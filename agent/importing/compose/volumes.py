"""Volumes and configs of a compose service."""

from typing import Any

from agent.importing.compose.units import size
from agent.importing.draft import Draft
from agent.importing.objects import Place, items, mapping, text
from foundation.model.names import dns_label

#: Where programs share memory; a pod's is 64 MB unless something is mounted there.
_SHARED_MEMORY = "/dev/shm"  # noqa: S108


def map_volumes(draft: Draft, service: dict[str, Any], place: Place) -> None:
    """Map ``volumes``, ``tmpfs`` and ``shm_size``."""
    for index, entry in enumerate(items(service.get("volumes"))):
        _volume(draft, _long(entry), place.at("volumes", index))
    folders = service.get("tmpfs")
    for folder in folders if isinstance(folders, list) else [folders] if folders else []:
        _memory(draft, text(folder).partition(":")[0], None, place.at("tmpfs"))
    if service.get("shm_size") is not None:
        _memory(draft, _SHARED_MEMORY, size(service["shm_size"]), place.at("shm_size"))


def _long(entry: Any) -> dict[str, Any]:
    if not isinstance(entry, str):
        return mapping(entry)
    source, _, rest = entry.partition(":") if ":" in entry else ("", "", entry)
    target, _, mode = rest.partition(":")
    kind = "bind" if source.startswith((".", "/", "~")) else "volume"
    return {"type": kind, "source": source, "target": target, "read_only": "ro" in mode.split(",")}


def _volume(draft: Draft, volume: dict[str, Any], place: Place) -> None:
    kind, source, target = volume.get("type", "volume"), text(volume.get("source")), text(volume.get("target"))
    if kind == "tmpfs":
        _memory(draft, target, size(mapping(volume.get("tmpfs")).get("size", "")), place)
    elif kind == "bind":
        remedy = "Bring files along with files and paths, or keep them in a volume."
        draft.leave_out(place, f"{source} is a path of one machine", remedy)
    else:
        name = dns_label(source) or f"data-{len(draft.missing)}"
        draft.missing.append(f"claims: [{{name: {name}, mount_path: {target}, size: }}]")
        draft.leave_out(place, "a claim needs a size, which compose does not say", "Fill in the size in the bundle.")


def _memory(draft: Draft, path: str, limit: str | None, place: Place) -> None:
    number = len(draft.settings.get("volumes") or [])
    name = f"memory-{number}"
    empty_dir = {"medium": "Memory", **({"sizeLimit": limit} if limit else {})}
    if draft.add("volumes", {"name": name, "emptyDir": empty_dir}, place):
        draft.add("volume_mounts", {"name": name, "mountPath": path}, place)


def map_configs(draft: Draft, service: dict[str, Any], project: dict[str, Any], place: Place) -> None:
    """Map ``configs``; each is one file."""
    known = mapping(project.get("configs"))
    for index, entry in enumerate(items(service.get("configs"))):
        long = mapping(entry) or {"source": entry}
        source = text(long.get("source"))
        _file(draft, source, long, mapping(known.get(source)), place.at("configs", index))


def _file(draft: Draft, source: str, use: dict[str, Any], given: dict[str, Any], place: Place) -> None:
    name = dns_label(source)
    target = text(use.get("target")) or source
    path = target if target.startswith("/") else f"/{target}"
    if isinstance(given.get("content"), str):
        made = draft.add("files", {"name": name, "data": {source: given["content"]}}, place)
    elif given.get("external"):
        made = draft.add("volumes", {"name": name, "configMap": {"name": text(given.get("name")) or name}}, place)
    else:
        draft.leave_out(place, "its file is not part of the input", "Name it under files, with paths.")
        return
    if made:
        draft.add("volume_mounts", {"name": name, "mountPath": path, "subPath": source, "readOnly": True}, place)
