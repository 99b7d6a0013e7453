"""Variables from whole ConfigMaps: what is the component's own configuration, and what is not."""

import re
from typing import Any

from agent.importing.attach import Workload, config_map_names
from agent.importing.draft import Draft
from agent.importing.labels import Metadata
from agent.importing.objects import Place, SourceObject, mapping, mappings

_VARIABLE = re.compile(r"[-._A-Za-z][-._A-Za-z0-9]*")


def map_config(draft: Draft, workload: Workload, metadata: Metadata) -> set[str]:
    """Make the ConfigMap that is called as the component its ``config``, if all else fits.

    Returns:
        The name of that ConfigMap, in a set; an empty set if there is none.
    """
    config_map = workload.named("ConfigMap", draft.slug)
    sources: list[dict[str, Any]] = mappings(draft.settings.get("env_from"))
    reference = {"configMapRef": {"name": draft.slug}}
    if config_map is None or sources.count(reference) != 1 or not _is_plain(config_map, workload, metadata):
        return set()
    index = sources.index(reference)
    before = [mapping(source.get("configMapRef")) for source in sources[:index]]
    if not all(
        source.keys() == {"name"} and set(entry) == {"configMapRef"}
        for source, entry in zip(before, sources, strict=False)
    ):
        return set()
    _set_or_drop(draft, "existing_config_map_refs", [source["name"] for source in before])
    _set_or_drop(draft, "env_from", sources[index + 1 :])
    data = {key: "" if value is None else value for key, value in mapping(config_map.data.get("data")).items()}
    draft.put("config", data, Place(config_map, ("data",)))
    return {config_map.name}


def _is_plain(config_map: SourceObject, workload: Workload, metadata: Metadata) -> bool:
    own = Place(config_map, ("metadata",))
    data = mapping(config_map.data.get("data"))
    simple = not config_map.data.get("binaryData") and not config_map.data.get("immutable")
    bare = not metadata.labels(own) and not metadata.annotations(own)
    once = list(config_map_names(workload.pod)).count(config_map.name) == 1
    return simple and bare and once and all(_VARIABLE.fullmatch(key) for key in data)


def _set_or_drop(draft: Draft, setting: str, value: list[Any]) -> None:
    if value:
        draft.settings[setting] = value
    else:
        draft.settings.pop(setting, None)
