"""Volumes, claims, files, and where the component's container sees them."""

import base64
from typing import Any

from hypothesis import strategies as st

from tests.support.strategies.environment import METADATA_FIELDS, RESOURCES
from tests.support.strategies.text import KEYS, LABELS, METADATA_KEYS, TEXT, WORDS, named, optional, some

#: What the API server takes inside of a volume: no way out, no line's end at the end.
INSIDE = TEXT.filter(lambda path: path and path[0] not in "/\n" and path[-1] != "\n" and ".." not in path.split("/"))
#: Path of a file in a volume.
_FILES = INSIDE.filter(lambda path: not path.startswith(".."))
#: Claims and files have a hyphen in their names, so that no volume is called the same.
CLAIMS = st.builds("claim-{}".format, WORDS)
FILES = st.builds("files-{}".format, WORDS)
MODES = st.integers(0, 0o777)
SIZES = st.sampled_from(["1Gi", "0.5Gi", "500M"])
_ITEMS = some(st.fixed_dictionaries({"key": KEYS, "path": _FILES}, optional={"mode": MODES}))
_NAMED = st.fixed_dictionaries({"name": WORDS}, optional={"items": _ITEMS, "optional": st.booleans()})
_TOKENS = st.fixed_dictionaries(
    {"path": _FILES}, optional={"audience": TEXT, "expirationSeconds": st.integers(600, 90000)}
)
#: What a volume has beside its name, but for those that name a container.
_SOURCES = st.one_of(
    st.builds(lambda source, mode: {"configMap": {**source, **mode}}, _NAMED, optional(defaultMode=MODES)),
    st.builds(lambda source: {"emptyDir": source}, optional(medium=st.just("Memory"), sizeLimit=SIZES)),
    st.builds(
        lambda source: {"persistentVolumeClaim": source},
        st.fixed_dictionaries({"claimName": WORDS}, optional={"readOnly": st.booleans()}),
    ),
    st.just(
        {
            "ephemeral": {
                "volumeClaimTemplate": {
                    "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
                }
            }
        }
    ),
    st.builds(
        lambda attributes: {"csi": {"driver": "inline.example.com", "volumeAttributes": attributes}},
        st.dictionaries(KEYS, TEXT, max_size=2),
    ),
)
#: The policy says where a Secret is mounted, so these are not mounted at a place of one's own.
_SECRETS = st.builds(
    lambda source: {"secret": source},
    st.fixed_dictionaries({"secretName": WORDS}, optional={"items": _ITEMS, "defaultMode": MODES}),
)
#: Below a folder of their own, so that neither claims nor files are mounted at one.
MOUNT_PATHS = st.builds(
    "/at/{}".format, TEXT.filter(lambda path: ":" not in path and not {"", ".", ".."} & {*path.split("/")})
)


def sources(container: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return what a volume has beside its name; every type that the restricted standard allows.

    Args:
        container: the component's container, whose resources may be written to a file.
    """
    fields = st.builds(lambda path: {"fieldRef": {"fieldPath": path}}, METADATA_FIELDS)
    figures = st.builds(lambda resource: {"resourceFieldRef": {"containerName": container, **resource}}, RESOURCES)
    file = st.builds(
        lambda path, what, mode: {"path": path, **what, **mode}, _FILES, fields | figures, optional(mode=MODES)
    )
    downward = st.builds(lambda items: {"downwardAPI": {"items": items}}, some(file, least=1))
    projections = (
        downward
        | st.builds(lambda source: {"configMap": source}, _NAMED)
        | st.builds(lambda source: {"secret": source}, _NAMED)
        | st.builds(lambda token: {"serviceAccountToken": token}, _TOKENS)
    )
    return _SOURCES | downward | st.builds(lambda parts: {"projected": {"sources": parts}}, some(projections, least=1))


def volumes(container: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of volumes; nothing mounts those with a hyphen in their names, which a layer may take away."""
    used = named(WORDS, sources(container), most=3)
    spare = named(st.builds("spare-{}".format, WORDS), sources(container) | _SECRETS)
    return st.builds(lambda used, spare: [*used, *spare], used, spare)


def mounts(names: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return where the container sees some of the volumes."""
    if not names:
        return st.just([])
    name = st.sampled_from(names)
    inside = optional(subPath=INSIDE) | optional(subPathExpr=st.just("$(POD_NAME)/x"))
    how = optional(readOnly=st.booleans(), mountPropagation=st.just("HostToContainer"))
    return named(
        MOUNT_PATHS,
        st.builds(lambda name, inside, how: {"name": name, **inside, **how}, name, inside, how),
        3,
        "mountPath",
    )


def claims() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of claims that the container mounts."""
    claim = st.fixed_dictionaries(
        {"size": SIZES, "mount_path": st.builds("/claims/{}".format, WORDS)},
        optional={
            "storage_class": st.sampled_from(["", "fast", "no"]),
            "access_modes": st.sampled_from([["ReadWriteOnce"], ["ReadWriteMany"]]),
            "labels": st.dictionaries(METADATA_KEYS, LABELS, max_size=1),
            "annotations": st.dictionaries(METADATA_KEYS, TEXT, max_size=1),
        },
    )
    return named(CLAIMS, claim).map(_apart)


def files() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of files that the container mounts."""
    content = st.fixed_dictionaries(
        {"data": st.dictionaries(KEYS, TEXT, min_size=1, max_size=2), "mount_path": st.just("")},
        optional={
            "binary_data": st.dictionaries(
                st.builds("-{}".format, WORDS),
                st.binary(max_size=9).map(lambda data: base64.b64encode(data).decode()),
                max_size=1,
            ),
            "default_mode": MODES,
            "immutable": st.booleans(),
        },
    )
    return named(FILES, content).map(_apart)


def _apart(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each a path of its own, which follows from its name."""
    return [{**entry, "mount_path": f"/{entry['name']}"} for entry in entries]
