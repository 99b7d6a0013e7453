"""The objects of the manifests, by environment."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from foundation.model.errors import InputError, Problem
from foundation.model.run.artifacts import Part
from foundation.source.document import parse_documents
from foundation.source.scalars import read_for_cluster


class Identity(NamedTuple):
    """What makes two objects of different environments the same one to kustomize."""

    api_version: str
    kind: str
    namespace: str
    name: str


@dataclass(frozen=True)
class FiledObject:
    """An object and the name of the file that it stands in."""

    filename: str
    data: dict[str, Any]


Objects = dict[Identity, FiledObject]


def objects_by_environment(manifests: Part) -> dict[str, Objects]:
    """Return every object of each environment, in the order of the manifests.

    Raises:
        InputError: a manifest is no YAML, or a document of it is no object with apiVersion, kind and name.
    """
    found: dict[str, Objects] = {}
    for manifest in manifests.files:
        path = f"manifests/{manifest.path}"
        environment, _, filename = manifest.path.partition("/")
        objects = found.setdefault(environment, {})
        for document in parse_documents(manifest.content.decode(), path, read_for_cluster):
            objects[identity_of(document.data, path)] = FiledObject(filename, document.data)
    return {environment: objects for environment, objects in found.items() if objects}


def identity_of(data: Any, path: str) -> Identity:
    """Return the identity of an object.

    Args:
        data: the object.
        path: its file, for the message.

    Raises:
        InputError: it has no apiVersion, kind or name.
    """
    data = data if isinstance(data, dict) else {}
    metadata = data.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    parts = (data.get("apiVersion"), data.get("kind"), metadata.get("namespace", ""), metadata.get("name"))
    if not all(isinstance(part, str) for part in parts) or not (parts[0] and parts[1] and parts[3]):
        raise InputError(
            Problem(
                code="object-shape",
                message="the file holds something that is no object with apiVersion, kind and name",
                remedy="Mend the template; kustomize tells objects apart by these.",
                file=path,
            )
        )
    return Identity(*(str(part) for part in parts))
