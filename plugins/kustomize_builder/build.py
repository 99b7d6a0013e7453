"""From manifests to a kustomization: the base is what all environments share, overlays only add."""

from foundation.model.run.artifacts import Artifact, Part
from plugins.kustomize_builder.common import NOTHING, additions, common, named_lists
from plugins.kustomize_builder.files import BASE, Folder
from plugins.kustomize_builder.json_patch import json_operations, target_of
from plugins.kustomize_builder.labels import shared_labels, without_labels
from plugins.kustomize_builder.objects import FiledObject, Identity, Objects, objects_by_environment
from plugins.kustomize_builder.strategic import is_literal, strategic_patch


def build_kustomization(manifests: Part) -> Part:
    """Split manifests into a base and an overlay for each environment.

    ``kubectl kustomize overlays/<environment>`` gives the objects of ``manifests/<environment>/`` again.
    An environment without objects has no overlay, and there is no base if no object is in all environments.

    Args:
        manifests: the rendered manifests, in a folder for each environment.

    Raises:
        InputError: a manifest is no YAML, or a document of it is no object.
    """
    environments = objects_by_environment(manifests)
    base = _base(list(environments.values()))
    files = _base_files(base) if base else []
    for environment, objects in environments.items():
        files += _overlay_files(environment, objects, base)
    return Part(files=sorted(files, key=lambda file: file.path))


def _base(environments: list[Objects]) -> Objects:
    base: Objects = {}
    for identity, first in (environments[0] if environments else {}).items():
        found = [objects[identity].data for objects in environments if identity in objects]
        if len(found) == len(environments):
            base[identity] = FiledObject(first.filename, common(found, named_lists(first.data)))
    return base


def _base_files(base: Objects) -> list[Artifact]:
    folder = Folder(BASE)
    for item in base.values():
        folder.add(item.filename, item.data)
    return folder.files([], list(folder.documents), {})


def _overlay_files(environment: str, objects: Objects, base: Objects) -> list[Artifact]:
    folder, resources = Folder(f"overlays/{environment}"), []
    labels = shared_labels(objects, base)
    for identity, item in objects.items():
        if identity in base:
            stripped = FiledObject(item.filename, without_labels(item.data, labels) if labels else item.data)
            _add_patch(folder, identity, base[identity], stripped)
        else:
            folder.add(item.filename, item.data)
            resources.append(item.filename)
    return folder.files([f"../../{BASE}"] if base else [], sorted(set(resources)), labels)


def _add_patch(folder: Folder, identity: Identity, base: FiledObject, target: FiledObject) -> None:
    addition = additions(base.data, target.data)
    if addition is NOTHING:
        return
    # The whole object counts: kustomize also drops elements that only the base has.
    if is_literal(addition) and is_literal(target.data):
        path = f"patches/{target.filename}"
        if path not in folder.documents:
            folder.patches.append({"path": path})
        folder.add(path, strategic_patch(identity, addition))
        return
    stem = target.filename.removesuffix(".yaml")
    number = sum(name.startswith(f"patches/{stem}-json6902-") for name in folder.documents) + 1
    path = f"patches/{stem}-json6902-{number}.yaml"
    folder.add(path, json_operations(base.data, target.data))
    folder.patches.append({"path": path, "target": target_of(identity)})
