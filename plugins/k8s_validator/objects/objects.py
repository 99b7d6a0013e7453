"""One object of the Kubernetes API in one file, and what a rule says about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from foundation.model.findings import Severity
from foundation.source.tree import Path
from plugins.k8s_validator.objects.kinds import known_kind
from plugins.k8s_validator.objects.pod_templates import metadata_places
from plugins.k8s_validator.objects.values import mapping, text


@dataclass(frozen=True)
class KubernetesObject:
    """One object in one file.

    Attributes:
        file: path of its file.
        index: position in the file, from 0.
        environment: environment it belongs to: its folder's, else the one that its label names.
        data: the object as plain data.
        root: where in the document it stands, if it is an item of a ``List``.
    """

    file: str
    index: int
    environment: str | None
    data: dict[str, Any]
    root: Path = ()

    @cached_property
    def kind(self) -> str:
        """Kind, or an empty string."""
        return str(self.data.get("kind", ""))

    @cached_property
    def known_as(self) -> str:
        """Kind by which rules know it; with its group where Kubernetes has another kind of the name."""
        return known_kind(self.data)

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """Metadata, or an empty mapping."""
        return mapping(self.data.get("metadata"))

    @cached_property
    def name(self) -> str:
        """Name, or an empty string."""
        return str(self.metadata.get("name", ""))

    @cached_property
    def namespace(self) -> str:
        """Namespace; empty where the release or kubectl gives it."""
        return text(self.metadata.get("namespace"))

    @cached_property
    def spec(self) -> dict[str, Any]:
        """Its spec, or an empty mapping."""
        return mapping(self.data.get("spec"))

    @cached_property
    def metadata_places(self) -> list[tuple[Path, dict[str, Any]]]:
        """Metadata of the object and of each template inside it, with its path."""
        return list(metadata_places(self.data))

    @cached_property
    def label(self) -> str:
        """``Kind/name``."""
        return f"{self.kind}/{self.name}"

    def fault(self, message: str, *path: str | int) -> "Fault":
        """Say what is wrong at a path of the object."""
        return Fault(self, message, path)

    def meets(self, environment: str | None) -> bool:
        """Tell whether the object can be in an environment; unknown ones may be the same."""
        return self.environment is None or environment is None or self.environment == environment


@dataclass(frozen=True)
class Fault:
    """What a rule found.

    Attributes:
        object: where.
        message: what, in one sentence.
        path: path inside the object.
        at_most: the most severe that it can be, if the rule is not sure.
        outside: the same for a set of manifests that may not be all there is.
    """

    object: KubernetesObject
    message: str
    path: Path
    at_most: Severity | None = None
    outside: Severity | None = None


def environment_label(data: dict[str, Any]) -> str | None:
    """Return the environment that an object's label names."""
    label = mapping(mapping(data.get("metadata")).get("labels")).get("env")
    return label if isinstance(label, str) else None


def unpacked(document: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield a document, or the items of a ``List`` (of lists), each with its path in the document."""
    stack: list[tuple[Path, Any]] = [((), document)]
    while stack:
        root, data = stack.pop()
        if not isinstance(data, dict):
            continue
        items = data.get("items")
        if str(data.get("kind", "")).endswith("List") and isinstance(items, list):
            stack.extend(((*root, "items", index), item) for index, item in reversed(list(enumerate(items))))
        else:
            yield root, data
