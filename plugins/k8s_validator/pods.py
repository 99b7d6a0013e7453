"""Where pods are inside the kinds that run them."""

from collections.abc import Iterator
from typing import Any

from agent.source.document import Path

_POD_TEMPLATES: dict[str, Path] = {
    "Deployment": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
    "DaemonSet": ("spec", "template"),
    "ReplicaSet": ("spec", "template"),
    "Job": ("spec", "template"),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
}


def value_at(data: Any, path: Path) -> Any:
    """Return the value at a path, or ``None`` where the path ends early."""
    for part in path:
        if isinstance(data, dict) or (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            data = data.get(part) if isinstance(data, dict) else data[part]  # type: ignore[index]
        else:
            return None
    return data


def pod_template(data: dict[str, Any]) -> tuple[Path, dict[str, Any]] | None:
    """Return the pod template of a workload with its path; a Pod is its own template."""
    kind = data.get("kind")
    if kind == "Pod":
        return (), data
    path = _POD_TEMPLATES.get(str(kind))
    template = value_at(data, path) if path else None
    return (path, template) if path and isinstance(template, dict) else None


def metadata_places(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield the metadata of the object and of each template inside it, with its path."""
    places: list[Path] = [("metadata",)]
    found = pod_template(data)
    if found and found[0]:
        places.append((*found[0], "metadata"))
    if data.get("kind") == "CronJob":
        places.append(("spec", "jobTemplate", "metadata"))
    for place in places:
        metadata = value_at(data, place)
        yield tuple(str(part) for part in place), metadata if isinstance(metadata, dict) else {}


def containers(data: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every container of a workload, init and ephemeral ones too, with its path."""
    found = pod_template(data)
    if found is None:
        return
    for group in ("initContainers", "containers", "ephemeralContainers"):
        path = (*found[0], "spec", group)
        items = value_at(data, path)
        for index, container in enumerate(items if isinstance(items, list) else []):
            if isinstance(container, dict):
                yield (*path, index), container
