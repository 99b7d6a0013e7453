"""Write the schemas of custom resources into the package, from pinned npm packages.

Kubernetes' own schemas come with a Python package; no such package has those of custom resources, but the npm
packages @kubernetes-models/* are built from the projects' own type definitions. They are unpacked and read, never
run. Schemas that no package has are kept by hand in the same folder, which its README names.
"""

import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plugins.k8s_validator.schemas.store import CUSTOM_RESOURCES, DEFINITIONS, known_versions
from scripts.compiled_validators import Module, Schema, SchemaReader, declared_fields
from scripts.custom_schema_packages import PACKAGES, Package

_META = f"{DEFINITIONS}#/$defs/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
_SCHEMA_OF = re.compile(r'_schemas/(\w+)\.js"')
_API_VERSION = re.compile(r'this\.apiVersion="([^"]+)"')
_KIND = re.compile(r'this\.kind="([^"]+)"')

#: What the packages lose of Flux: how its durations are written, and that a field with a default may be left out.
_FLUX = ".toolkit.fluxcd.io"
_DURATIONS = ("interval", "retryInterval", "timeout")
_DURATION = {"type": "string", "pattern": r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$"}
_WITH_DEFAULT = {"HelmChartTemplateVerification": "provider", "OCIRepositoryVerification": "provider"}


def main() -> int:
    """Fetch, read and write; nothing is written if anything was not understood."""
    try:
        with tempfile.TemporaryDirectory(prefix="custom-schemas-") as folder:
            contents = [(package, _members(_download(package, Path(folder)))) for package in PACKAGES]
        schemas = dict(_schemas(contents))
    except (OSError, subprocess.CalledProcessError, ValueError, KeyError) as error:
        print(f"the schemas could not be made: {error!r}", file=sys.stderr)
        return 1
    for name, schema in sorted(schemas.items()):
        (CUSTOM_RESOURCES / name).write_text(text_of(schema), encoding="utf-8")
    print(f"{len(schemas)} schemas are in {CUSTOM_RESOURCES}")
    return 0


def text_of(schema: Schema) -> str:
    """Return a schema as it is written: compact, with sorted keys."""
    return json.dumps(schema, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"


def _download(package: Package, folder: Path) -> bytes:
    """Return the archive's bytes, as the registry gives them to npm."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), f"@kubernetes-models/{package.name}"]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=folder)
    content = (folder / done.stdout.split()[-1]).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != package.sha256:
        raise ValueError(f"{package.name} has the SHA-256 {found}, not {package.sha256}")
    return content


def _members(archive: bytes) -> dict[str, str]:
    """Return the package's modules and declarations by path."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        files = {entry.name: opened.extractfile(entry) for entry in opened if entry.name.endswith((".js", ".d.ts"))}
        return {name: file.read().decode() for name, file in files.items() if file is not None}


def _schemas(contents: list[tuple[Package, dict[str, str]]]) -> Iterator[tuple[str, Schema]]:
    """Yield each wanted kind's file name and schema."""
    modules: dict[str, Module] = {}
    wanted: list[tuple[str, str, str]] = []
    for package, members in contents:
        fields: dict[str, dict[str, str]] = {}
        for path, text in members.items():
            schema_of = _SCHEMA_OF.search(text)
            if schema_of and path.endswith(".js"):
                fields[schema_of[1]] = declared_fields(members[path.removesuffix(".js") + ".d.ts"])
                wanted += _wanted(package, schema_of[1], text)
        for path, text in members.items():
            folder, _, name = path.removesuffix(".js").rpartition("/")
            if folder.endswith("/_schemas") and path.endswith(".js"):
                modules[name] = Module(text, fields.get(name, {}))
    reader = SchemaReader(modules, _shared(modules))
    for api_version, kind, name in wanted:
        group, _, version = api_version.partition("/")
        schema = _object(reader, name)
        yield f"{kind.lower()}-{group}-{version}.json", _mended(schema) if group.endswith(_FLUX) else schema


def _wanted(package: Package, name: str, text: str) -> Iterator[tuple[str, str, str]]:
    api_version, kind = _API_VERSION.search(text), _KIND.search(text)
    if api_version and kind and kind[1] in package.kinds.get(api_version[1].partition("/")[0], "").split():
        yield api_version[1], kind[1], name


def _shared(modules: dict[str, Module]) -> dict[str, str]:
    """Return the addresses of Kubernetes' own types that the packages refer to, by the packages' names for them."""
    *_, folder = known_versions().values()
    definitions = json.loads((folder / "_definitions.json").read_bytes())["$defs"]
    by_name = {re.sub(r"[.-]", "", key).lower(): key for key in definitions}
    imported = {name for module in modules.values() for name in module.imports.values() if name not in modules}
    return {name: f"{DEFINITIONS}#/$defs/{by_name[name.lower()]}" for name in sorted(imported)}


def _object(reader: SchemaReader, name: str) -> Schema:
    """Return the schema of a whole object: its metadata are Kubernetes' own, its status is the cluster's."""
    schema = dict(reader.type(name))
    schema["properties"] = {**schema["properties"], "metadata": {"$ref": _META}}
    if "status" in schema["properties"]:
        schema["properties"]["status"] = {"type": "object"}
    schema["required"] = sorted({*schema.get("required", []), "apiVersion", "kind", "metadata"} - {"status"})
    definitions = reader.definitions(schema)
    return _renamed({**schema, "$defs": definitions} if definitions else schema, _short_names(definitions))


def _mended(schema: Schema) -> Schema:
    """Return a schema of Flux with what its package lost."""
    definitions = schema.get("$defs", {})
    for name, field in _WITH_DEFAULT.items():
        if name in definitions:
            definitions[name]["required"] = [other for other in definitions[name]["required"] if other != field]
    for holder in (schema, *definitions.values()):
        fields = holder["properties"]
        fields.update({name: _DURATION for name in _DURATIONS if fields.get(name) == {"type": "string"}})
    return schema


def _short_names(definitions: dict[str, Schema]) -> dict[str, str]:
    """Return names without the Go package, where they stay different."""
    short = {name: re.sub(r".*V\d+((alpha|beta)\d+)?(?=[A-Z])", "", name) for name in definitions}
    counts = Counter(short.values())
    return {name: brief if counts[brief] == 1 else name for name, brief in short.items()}


def _renamed(schema: Any, names: dict[str, str]) -> Any:
    if isinstance(schema, list):
        return [_renamed(item, names) for item in schema]
    if not isinstance(schema, dict):
        return schema
    renamed = {key: _renamed(value, names) for key, value in schema.items()}
    if "$defs" in renamed:
        renamed["$defs"] = {names[name]: value for name, value in renamed["$defs"].items()}
    if isinstance(renamed.get("$ref"), str):
        renamed["$ref"] = re.sub(r"(?<=^#/\$defs/)\w+", lambda match: names[match[0]], renamed["$ref"])
    return renamed


if __name__ == "__main__":
    raise SystemExit(main())
