"""What admission would see: the objects, and the pods and jobs that controllers would make of them.

A policy about pods guards a cluster against the pods of a Deployment, so here it looks at the pods of its template.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.objects.pods import pod_template
from plugins.k8s_validator.objects.resources import CLUSTER_KINDS, plural
from plugins.k8s_validator.objects.values import value_at


@dataclass(frozen=True)
class Target:
    """One object as admission sees it.

    Attributes:
        item: the object in its file.
        data: the same, or what a controller makes of a part of it.
        path: that part; empty for the object itself.
        group: API group; empty for core.
        version: API version.
        resource: plural name.
        namespaced: whether it is in a namespace.
    """

    item: KubernetesObject
    data: dict[str, Any]
    path: Path
    group: str
    version: str
    resource: str
    namespaced: bool

    @property
    def kind(self) -> str:
        """Kind, or an empty string."""
        return str(self.data.get("kind", ""))

    @property
    def namespace(self) -> str:
        """Namespace; ``default`` if a namespaced object names none."""
        return str(_metadata(self.data).get("namespace") or "default") if self.namespaced else ""

    @property
    def name(self) -> str:
        """Name, or an empty string."""
        return str(_metadata(self.data).get("name") or "")

    @property
    def labels(self) -> dict[str, Any]:
        """Labels."""
        labels = _metadata(self.data).get("labels")
        return labels if isinstance(labels, dict) else {}


def targets_of(items: list[KubernetesObject]) -> Iterator[Target]:
    """Yield every object, and after each what controllers make of it."""
    for item in items:
        yield _target(item, item.data, ())
        for path, kind, api_version in _templates(item.data):
            template = value_at(item.data, path)
            if isinstance(template, dict):
                yield _target(item, _made(item.data, template, kind, api_version), path)


def _templates(data: dict[str, Any]) -> Iterator[tuple[Path, str, str]]:
    if data.get("kind") == "CronJob":
        yield ("spec", "jobTemplate"), "Job", "batch/v1"
    found = pod_template(data)
    if found and found[0]:
        yield found[0], "Pod", "v1"


def _made(owner: dict[str, Any], template: dict[str, Any], kind: str, api_version: str) -> dict[str, Any]:
    metadata = {**_metadata(template), "generateName": f"{_metadata(owner).get('name', '')}-"}
    namespace = _metadata(owner).get("namespace")
    if namespace is not None:
        metadata["namespace"] = namespace
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": template.get("spec")}


def _target(item: KubernetesObject, data: dict[str, Any], path: Path) -> Target:
    group, slash, version = str(data.get("apiVersion", "")).rpartition("/")
    kind = str(data.get("kind", ""))
    return Target(item, data, path, group if slash else "", version, plural(kind), kind not in CLUSTER_KINDS)


def _metadata(data: dict[str, Any]) -> dict[str, Any]:
    metadata = data.get("metadata")
    return metadata if isinstance(metadata, dict) else {}
