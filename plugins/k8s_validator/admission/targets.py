"""What admission would see: the objects, and the pods and jobs that controllers would make of them.

A policy about pods guards a cluster against the pods of a Deployment, so here it looks at the pods of its template.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.admission.served.controllers import made_of
from plugins.k8s_validator.admission.served.creation import NAMESPACE, created
from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.objects.resources import CLUSTER_KINDS, plural


@dataclass(frozen=True)
class Target:
    """One object as admission sees it.

    Attributes:
        item: the object in its file.
        given: the same, or what a controller makes of a part of it.
        path: that part; empty for the object itself.
        group: API group; empty for core.
        version: API version.
        resource: plural name.
        namespaced: whether it is in a namespace.
    """

    item: KubernetesObject
    given: dict[str, Any]
    path: Path
    group: str
    version: str
    resource: str
    namespaced: bool

    @cached_property
    def data(self) -> dict[str, Any]:
        """The object as the API server holds it on creation; it is made for those that a policy is about."""
        return created(self.given, namespaced=self.namespaced)

    @property
    def kind(self) -> str:
        """Kind, or an empty string."""
        return str(self.given.get("kind", ""))

    @property
    def namespace(self) -> str:
        """Namespace; ``default`` if a namespaced object names none."""
        return str(_metadata(self.given).get("namespace") or NAMESPACE) if self.namespaced else ""

    @property
    def name(self) -> str:
        """Name that is asked for; empty where the API server makes one."""
        metadata = _metadata(self.given)
        return "" if metadata.get("generateName") else str(metadata.get("name") or "")

    @property
    def labels(self) -> dict[str, Any]:
        """Labels."""
        labels = _metadata(self.given).get("labels")
        return labels if isinstance(labels, dict) else {}


def targets_of(items: list[KubernetesObject]) -> Iterator[Target]:
    """Yield every object, and after each what controllers make of it."""
    for item in items:
        yield _target(item, item.data, ())
        for made in made_of(item.data):
            yield _target(item, made.data, made.path)


def _target(item: KubernetesObject, data: dict[str, Any], path: Path) -> Target:
    group, slash, version = str(data.get("apiVersion", "")).rpartition("/")
    kind = str(data.get("kind", ""))
    namespaced = kind not in CLUSTER_KINDS
    return Target(item, data, path, group if slash else "", version, plural(kind), namespaced)


def _metadata(data: dict[str, Any]) -> dict[str, Any]:
    metadata = data.get("metadata")
    return metadata if isinstance(metadata, dict) else {}
