"""The Kubernetes API's strict schemas, compiled once per kind.

The schemas come from the package kubernetes-validate; jsonschema-rs validates with them about
a thousand times faster than the package's own validator.
"""

import json
import re
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs

from agent.model.errors import InputError, Problem
from agent.model.names import nearest

_DEFINITIONS = "https://kubernetes.io/api/_definitions.json"
_FOLDER = re.compile(r"v(\d+\.\d+)\.\d+-local-strict")


def _schema_root() -> Path:
    # The package itself is not imported: it loads another validator and its dependencies.
    spec = find_spec("kubernetes_validate")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("kubernetes-validate is not installed")
    return Path(spec.submodule_search_locations[0]) / "kubernetes-json-schema"


@lru_cache(maxsize=1)
def known_versions() -> dict[str, Path]:
    """Return the folder of each Kubernetes version that there are schemas for, oldest first."""
    found = {match[1]: path for path in _schema_root().iterdir() if (match := _FOLDER.fullmatch(path.name))}
    return dict(sorted(found.items(), key=lambda item: tuple(map(int, item[0].split(".")))))


@lru_cache(maxsize=16)
def schema_store(version: str) -> "SchemaStore":
    """Return the schemas of a Kubernetes version, such as ``1.32`` or ``v1.32.4``.

    Raises:
        InputError: there are no schemas for the version.
    """
    match = re.fullmatch(r"v?(\d+\.\d+)(\.\d+)?", version)
    versions = known_versions()
    if not match or match[1] not in versions:
        close = nearest(version, versions)
        raise InputError(
            Problem(
                code="kube-version-unknown",
                message=f"there are no schemas for Kubernetes {version!r}",
                file="--kube-version",
                remedy=f"Use one of {', '.join(versions)}." + (f" Did you mean {close}?" if close else ""),
            )
        )
    return SchemaStore(match[1], versions[match[1]])


class SchemaStore:
    """Strict validators of one Kubernetes version.

    Args:
        version: the version, such as ``1.32``.
        folder: folder with its schemas.
    """

    def __init__(self, version: str, folder: Path) -> None:
        self.version = version
        self._folder = folder
        self._validators: dict[tuple[str, str], Any] = {}

    @cached_property
    def _registry(self) -> Any:
        definitions = json.loads((self._folder / "_definitions.json").read_bytes())
        return jsonschema_rs.Registry([(_DEFINITIONS, definitions)])

    def validator(self, api_version: str, kind: str) -> Any | None:
        """Return the compiled validator of a kind, or ``None`` if the version does not have it."""
        key = (api_version, kind)
        if key not in self._validators:
            self._validators[key] = self._compile(api_version, kind)
        return self._validators[key]

    def _compile(self, api_version: str, kind: str) -> Any | None:
        group, slash, version = api_version.rpartition("/")
        domain = group.partition(".")[2]
        # Files are named after the group's first part, so the full group is checked by its domain.
        if slash and domain and domain != "k8s.io" and not domain.endswith(".k8s.io"):
            return None
        name = f"{kind.lower()}-{group.partition('.')[0]}-{version}" if slash else f"{kind.lower()}-{version}"
        if not re.fullmatch(r"[a-z0-9-]+", name):
            return None
        path = self._folder / f"{name}.json"
        if not path.is_file():
            return None
        schema = json.loads(path.read_bytes())
        if schema.get("properties", {}).get("apiVersion", {}).get("enum") != [api_version]:
            return None
        return jsonschema_rs.Draft202012Validator(schema, registry=self._registry)
