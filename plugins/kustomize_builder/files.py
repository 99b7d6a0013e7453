"""The files of a base and of an overlay."""

from dataclasses import dataclass, field
from typing import Any

from foundation.model.run.artifacts import Artifact
from foundation.source.emit import to_yaml

BASE = "base"
KUSTOMIZATION = "kustomization.yaml"
_HEAD = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}


@dataclass
class Folder:
    """One kustomization being put together.

    Attributes:
        path: the folder.
        documents: the documents of each file, by name.
        patches: how the kustomization names its patches.
    """

    path: str
    documents: dict[str, list[Any]] = field(default_factory=dict)
    patches: list[dict[str, Any]] = field(default_factory=list)

    def add(self, filename: str, document: Any) -> None:
        """Add a document to a file."""
        self.documents.setdefault(filename, []).append(document)

    def files(self, parents: list[str], resources: list[str], labels: dict[str, str]) -> list[Artifact]:
        """Return the files with their kustomization.

        Args:
            parents: folders that it builds on.
            resources: names of its files that hold whole objects.
            labels: labels for every object and template.
        """
        content: dict[str, Any] = {**_HEAD, "resources": [*parents, *sorted(resources)]}
        if labels:
            content["labels"] = [{"pairs": labels, "includeTemplates": True}]
        if self.patches:
            content["patches"] = self.patches
        texts = {name: "---\n".join(map(to_yaml, documents)) for name, documents in self.documents.items()}
        texts[KUSTOMIZATION] = to_yaml(content)
        return [Artifact(path=f"{self.path}/{name}", content=text.encode()) for name, text in sorted(texts.items())]
