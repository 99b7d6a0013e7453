"""Strict schemas of the Kubernetes API and of custom resources, compiled once per kind.

Kubernetes' own come from the package kubernetes-validate; jsonschema-rs validates with them about a thousand times
faster than the package's own validator. Those of custom resources are data of this package; they take metadata and
other types of Kubernetes from the target version.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs

from foundation.model.errors import InputError, Problem
from foundation.model.expressions import expression
from foundation.model.flags import Flag
from foundation.model.names import nearest
from plugins.k8s_validator.schemas.faults import SchemaFault, schema_faults
from plugins.k8s_validator.schemas.nulls import without_nulls
from plugins.k8s_validator.schemas.own.loading import OwnSchemas, load_schemas
from plugins.k8s_validator.validity.formats import FORMATS
from plugins.k8s_validator.validity.laying import FREE, kind_laid_over, laid_over

#: Address by which schemas refer to the types of the target Kubernetes version.
DEFINITIONS = "https://kubernetes.io/api/_definitions.json"
#: Folder with one schema per kind and version, named ``<kind>-<full group>-<version>.json``.
CUSTOM_RESOURCES = Path(__file__).parent / "custom_resources"
_WITH_SECRETS = ("Secret", "SealedSecret")
_FOLDER = expression(r"v(\d+\.\d+)\.\d+-local-strict")


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
def schema_store(version: str, own: OwnSchemas | None = None) -> "SchemaStore":
    """Return the schemas of a Kubernetes version, such as ``1.32`` or ``v1.32.4``.

    Args:
        version: the version.
        own: schemas of custom resources that go before those of this package.

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
                file=Flag.KUBE_VERSION,
                remedy=f"Use one of {', '.join(versions)}." + (f" Did you mean {close}?" if close else ""),
            )
        )
    return SchemaStore(match[1], versions[match[1]], own)


def own_schemas(folder: str, named_by: str = "the path") -> OwnSchemas | None:
    """Return the schemas of a folder, which is read once a process; none if no folder is named.

    Args:
        folder: the folder; empty for none.
        named_by: the flag or variable that names it.

    Raises:
        InputError: with every mistake in the folder.
    """
    return _own_schemas(Path(folder).absolute(), named_by) if folder else None


@lru_cache(maxsize=4)
def _own_schemas(folder: Path, named_by: str) -> OwnSchemas:
    newest = SchemaStore(*list(known_versions().items())[-1])
    return load_schemas(folder, named_by, DEFINITIONS, _is_kubernetes, newest.compile_own)


def _is_kubernetes(api_version: str, kind: str) -> bool:
    return any(_core_schema(folder, api_version, kind) is not None for folder in known_versions().values())


def _refuse(address: str) -> Any:
    raise ValueError(f"it refers to {address}, which is not loaded")


@dataclass(frozen=True)
class _Kind:
    """A kind's schema, as data and compiled."""

    schema: dict[str, Any]
    validator: Any


class SchemaStore:
    """Strict validators of one Kubernetes version.

    Args:
        version: the version, such as ``1.32``.
        folder: folder with its schemas.
        own: schemas of custom resources that go before those of this package.
    """

    def __init__(self, version: str, folder: Path, own: OwnSchemas | None = None) -> None:
        self.version = version
        self.digest = own.digest if own is not None else None
        self._folder = folder
        self._own = own.kinds if own is not None else {}
        self._compiled: dict[tuple[str, str], _Kind | None] = {}
        #: Definitions as the server holds values to them, as far as they were needed.
        self._laid: dict[str, Any] = {"$defs": {}}

    @cached_property
    def _definitions(self) -> dict[str, Any]:
        definitions: dict[str, Any] = json.loads((self._folder / "_definitions.json").read_bytes())
        return definitions

    @cached_property
    def _registry(self) -> Any:
        return jsonschema_rs.Registry([(DEFINITIONS, self._definitions)])

    def validator(self, api_version: str, kind: str) -> Any | None:
        """Return the compiled validator of a kind, or ``None`` if the version does not have it."""
        found = self._kind(api_version, kind)
        return found.validator if found is not None else None

    def faults(self, api_version: str, kind: str, data: Any) -> list[SchemaFault]:
        """Return what does not fit the schema of a kind that the version has.

        Null counts as a field that is left out, as it does for the server.
        """
        found = self._kind(api_version, kind)
        if found is None or found.validator.is_valid(data):
            return []
        given = without_nulls(data, found.validator)
        if found.validator.is_valid(given):
            return []
        return list(schema_faults(found.validator, given, found.schema, self._laid))

    def _kind(self, api_version: str, kind: str) -> "_Kind | None":
        key = (api_version, kind)
        if key not in self._compiled:
            self._compiled[key] = self._compile(api_version, kind)
        return self._compiled[key]

    def _compile(self, api_version: str, kind: str) -> "_Kind | None":
        own = self._own.get((api_version, kind))
        if own is not None:
            return _Kind(own, self.compile_own(own, kind))
        core = _core_schema(self._folder, api_version, kind)
        if core is not None:
            return self._compile_core(core, api_version, kind)
        schema = _custom_schema(api_version, kind)
        if schema is None:
            return None
        return _Kind(schema, jsonschema_rs.Draft202012Validator(schema, registry=self._registry, mask=_mask(kind)))

    def _compile_core(self, core: dict[str, Any], api_version: str, kind: str) -> "_Kind":
        schema = kind_laid_over(_definition_of(self._definitions["$defs"], api_version, kind), kind, core)
        validator = jsonschema_rs.Draft202012Validator(
            schema,
            registry=jsonschema_rs.Registry([(DEFINITIONS, {"$defs": self._reached(schema)})]),
            mask=_mask(kind),
            formats=FORMATS,
            validate_formats=True,
            pattern_options=jsonschema_rs.RegexOptions(),
        )
        return _Kind(schema, validator)

    def _reached(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the definitions that a schema refers to, directly or through others."""
        found: dict[str, Any] = {}
        waiting = [schema]
        while waiting:
            for name in _references(waiting.pop()):
                if name not in found:
                    found[name] = self._definition(name)
                    waiting.append(found[name])
        return found

    def _definition(self, name: str) -> dict[str, Any]:
        definitions = self._laid["$defs"]
        if name not in definitions:
            definitions[name] = laid_over(name, self._definitions["$defs"][name.removesuffix(FREE)])
        return definitions[name]  # type: ignore[no-any-return]

    def compile_own(self, schema: dict[str, Any], kind: str = "") -> Any:
        """Compile a schema that somebody brought along.

        Its patterns run in linear time, and what it refers to is here or nowhere.

        Raises:
            ValueError: it is no schema, or refers to what there is not.
        """
        return jsonschema_rs.Draft202012Validator(
            schema,
            registry=self._registry,
            mask=_mask(kind),
            retriever=_refuse,
            pattern_options=jsonschema_rs.RegexOptions(),
        )


def _core_schema(folder: Path, api_version: str, kind: str) -> dict[str, Any] | None:
    group, slash, version = api_version.rpartition("/")
    domain = group.partition(".")[2]
    # Files are named after the group's first part, so the full group is checked by its domain.
    if slash and domain and domain != "k8s.io" and not domain.endswith(".k8s.io"):
        return None
    name = f"{kind.lower()}-{group.partition('.')[0]}-{version}" if slash else f"{kind.lower()}-{version}"
    return _read(folder, name, api_version, kind)


def _definition_of(definitions: dict[str, Any], api_version: str, kind: str) -> str:
    """Return the name of a kind's own definition; empty if the document has none."""
    group, _, version = api_version.rpartition("/")
    ending = f".{group.partition('.')[0] or 'core'}.{version}.{kind}"
    return next((name for name in definitions if name.startswith("io.k8s.") and name.endswith(ending)), "")


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _references(item)
    elif isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            yield reference.rpartition("/")[2]
        for value in node.values():
            yield from _references(value)


def _mask(kind: str) -> str | None:
    """What a Secret holds stays out of messages even where it is wrong."""
    return "the value" if kind in _WITH_SECRETS else None


def _custom_schema(api_version: str, kind: str) -> dict[str, Any] | None:
    group, _, version = api_version.rpartition("/")
    return _read(CUSTOM_RESOURCES, f"{kind.lower()}-{group}-{version}", api_version, kind)


def _read(folder: Path, name: str, api_version: str, kind: str) -> dict[str, Any] | None:
    """Return a schema if it is that of exactly this kind; names come from input, so they are held to a pattern."""
    path = folder / f"{name}.json"
    if not re.fullmatch(r"[a-z0-9.-]{1,200}", name) or not path.is_file():
        return None
    schema: dict[str, Any] = json.loads(path.read_bytes())
    properties = schema.get("properties", {})
    names = [properties.get(field, {}).get("enum") for field in ("apiVersion", "kind")]
    return schema if names == [[api_version], [kind]] else None
