"""Where a part of a bundle's settings comes from."""

from agent.importing.attach import Workload
from agent.importing.containers import field_of, main_container
from agent.importing.draft import Draft
from agent.importing.objects import Place, items, mapping, mappings
from foundation.source.tree import Path


def origin_of(draft: Draft, workload: Workload, path: Path) -> Place:
    """Return the part of an object that a setting comes from, as closely as can be told.

    Args:
        draft: the bundle in the making.
        workload: what it is made of.
        path: path in the settings.
    """
    setting, rest = str(path[0]), path[1:]
    if setting in ("files", "config"):
        return _config_map(draft, workload, setting, rest)
    if setting in ("init_containers", "sidecars"):
        name = draft.settings[setting][path[1]].get("name")
        return _container(workload, name).at(*path[2:-1])
    field = field_of(setting)
    if field is not None:
        return _entry(draft, main_container(workload), setting, field, rest)
    template = workload.template.at("metadata")
    return {"pod_annotations": template.at("annotations"), "pod_labels": template.at("labels")}.get(
        setting, Place(workload.object)
    )


def _entry(draft: Draft, container: Place, setting: str, field: str, rest: Path) -> Place:
    """Find a variable by its name, anything else by its index."""
    if setting != "env" or not rest:
        return container.at(field)
    name = draft.settings["env"][rest[0]].get("name")
    names = [entry.get("name") for entry in mappings(container.at(field).value)]
    return container.at(field, names.index(name)) if name in names else container.at(field)


def _config_map(draft: Draft, workload: Workload, setting: str, rest: Path) -> Place:
    entry = draft.settings["files"][rest[0]] if setting == "files" else {}
    name = entry.get("config_map") or (f"{draft.slug}-{entry['name']}" if entry else draft.slug)
    found = workload.named("ConfigMap", name)
    return Place(found, ("data", rest[-1])) if found is not None else Place(workload.object)


def _container(workload: Workload, name: object) -> Place:
    for group in ("initContainers", "containers"):
        place = workload.template.at("spec", group)
        for index, container in enumerate(items(place.value)):
            if mapping(container).get("name") == name:
                return place.at(index)
    return Place(workload.object)
