"""A kustomization: its resources, patched and labelled."""

import posixpath
from dataclasses import dataclass, field
from typing import Any

from plugins.k8s_validator.kustomize.json_patch import apply_operations
from plugins.k8s_validator.kustomize.labels import set_labels
from plugins.k8s_validator.kustomize.refusal import KustomizeRefusal
from plugins.k8s_validator.kustomize.strategic import apply_part, require_apart
from plugins.k8s_validator.kustomize.target import Identity, identity_of, selected
from plugins.k8s_validator.subject.documents import parse_text

_FILE = "kustomization.yaml"
_KNOWN = frozenset({"apiVersion", "kind", "resources", "labels", "patches"})
#: An overlay on a base; nothing deeper is ever written.
_MAX_DEPTH = 2


@dataclass
class Kustomizer:
    """Renders the kustomizations below one folder.

    Attributes:
        files: text by path in the folder.
        used: every file that was read so far.
    """

    files: dict[str, str]
    used: set[str] = field(default_factory=set)

    def render(self, folder: str, depth: int = 0) -> dict[Identity, Any]:
        """Return the objects of a kustomization.

        Args:
            folder: its path, such as ``overlays/prod``.
            depth: kustomizations that led here.

        Raises:
            KustomizeRefusal: it cannot be rendered.
        """
        file = f"{folder}/{_FILE}"
        content = self._only_document(file)
        if not isinstance(content, dict) or content.keys() - _KNOWN:
            raise KustomizeRefusal(file, "it holds more than resources, labels and patches")
        objects = self._resources(folder, file, content, depth)
        for entry in _mappings(content, "patches", file):
            self._patch(folder, file, entry, objects)
        for entry in _mappings(content, "labels", file):
            if entry.keys() != {"pairs", "includeTemplates"} or entry["includeTemplates"] is not True:
                raise KustomizeRefusal(file, "labels have another form than pairs with includeTemplates")
            for item in objects.values():
                set_labels(item, entry["pairs"])
        return objects

    def _resources(self, folder: str, file: str, content: dict[str, Any], depth: int) -> dict[Identity, Any]:
        objects: dict[Identity, Any] = {}
        names = content.get("resources")
        if not isinstance(names, list) or not names:
            raise KustomizeRefusal(file, "it names no resources")
        for name in names:
            path = posixpath.normpath(f"{folder}/{name}")
            for identity, item in self._resource(path, file, depth).items():
                if identity in objects:
                    raise KustomizeRefusal(file, f"{identity.kind}/{identity.name} is there twice")
                objects[identity] = item
        return objects

    def _resource(self, path: str, file: str, depth: int) -> dict[Identity, Any]:
        if f"{path}/{_FILE}" in self.files and depth + 1 < _MAX_DEPTH:
            return self.render(path, depth + 1)
        found: dict[Identity, Any] = {}
        for item in self._documents(path, file):
            identity = identity_of(item, path)
            if identity in found:
                raise KustomizeRefusal(path, f"{identity.kind}/{identity.name} is there twice")
            found[identity] = item
        return found

    def _patch(self, folder: str, file: str, entry: dict[str, Any], objects: dict[Identity, Any]) -> None:
        if not {"path"} <= entry.keys() <= {"path", "target"}:
            raise KustomizeRefusal(file, "a patch has another form than path and target")
        path = posixpath.normpath(f"{folder}/{entry['path']}")
        for document in self._documents(path, file):
            if isinstance(document, list) and "target" in entry:
                apply_operations(objects[selected(objects, entry["target"], file)], document, path)
            elif isinstance(document, dict) and "target" not in entry:
                identity = identity_of(document, path)
                if identity not in objects:
                    raise KustomizeRefusal(path, f"there is no {identity.kind}/{identity.name} to patch")
                apply_part(objects[identity], document, path)
                require_apart(objects[identity], path)
            else:
                raise KustomizeRefusal(path, "it is neither a part of an object nor operations with a target")

    def _only_document(self, path: str) -> Any:
        documents = self._documents(path, path)
        if len(documents) != 1:
            raise KustomizeRefusal(path, f"it has {len(documents)} documents instead of one")
        return documents[0]

    def _documents(self, path: str, named_by: str) -> list[Any]:
        if path not in self.files:
            raise KustomizeRefusal(named_by, f"there is no {path}")
        self.used.add(path)
        parsed = parse_text(self.files[path], path)
        if parsed.problems:
            raise KustomizeRefusal(path, parsed.problems[0].message)
        return parsed.objects


def _mappings(content: dict[str, Any], key: str, file: str) -> list[dict[str, Any]]:
    entries = content.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise KustomizeRefusal(file, f"{key} is no list of mappings")
    return entries
