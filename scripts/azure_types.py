"""Write down what Azure's own types say of every property that our Bicep writes, into tests/support/azure_types.json.

The argument is a folder with ``generated/`` of the repository bicep-types-az, which Microsoft publishes under the MIT
License: the types that Bicep itself looks properties up in. Only what we write is kept, as facts: its kind of value,
the texts that it takes, and what is required beside it.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.azure_types import KNOWN, Written, written_by
from tests.support.networked import networked_files

_REQUIRED, _READ_ONLY = 1, 2
#: What Bicep writes itself.
_GIVEN = {"id", "type", "apiVersion"}
_PLAIN = {"StringType": "text", "IntegerType": "number", "BooleanType": "truth", "AnyType": "anything"}


class Types:
    """The types of one version of a provider.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._all: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))

    def body(self, name: str) -> dict[str, Any] | None:
        """Return the body of a resource by its name with version; Azure does not look at capitals."""
        for type_ in self._all:
            if type_["$type"] == "ResourceType" and type_["name"].lower() == name.lower():
                return self.at(type_["body"])
        return None

    def at(self, reference: dict[str, str]) -> dict[str, Any]:
        """Return what a reference points at; of a list, what is in it."""
        found = self._all[int(reference["$ref"].rpartition("/")[2])]
        return self.at(found["itemType"]) if found["$type"] == "ArrayType" else found

    def properties(self, type_: dict[str, Any]) -> dict[str, Any]:
        """Return the properties of an object, of whatever form it is."""
        own = {**type_.get("properties", {}), **type_.get("baseProperties", {})}
        for variant in type_.get("elements", {}).values() if type_["$type"] == "DiscriminatedObjectType" else ():
            own = {**self.properties(self.at(variant)), **own}
        return own

    def allowed(self, type_: dict[str, Any]) -> str | list[str]:
        """Return the texts that a property takes, or the kind of its value."""
        if type_["$type"] == "StringLiteralType":
            return [type_["value"]]
        if type_["$type"] == "UnionType":
            variants = [self.allowed(self.at(element)) for element in type_["elements"]]
            return sorted(text for variant in variants if isinstance(variant, list) for text in variant)
        return _PLAIN.get(type_["$type"], "object")


def main() -> int:
    """Write the file; what Azure has not is an error, and nothing is written."""
    generated = Path(sys.argv[1]) / "generated"
    with tempfile.TemporaryDirectory(prefix="azure-types-") as name:
        written = written_by(networked_files(Path(name), "bicep"))
    unknown: list[str] = []
    types = {type_: _facts(type_, written[type_], generated, unknown) for type_ in sorted(written)}
    if unknown:
        print("\n".join(unknown), file=sys.stderr)
        return 1
    source = "bicep-types-az, Copyright (c) Microsoft Corporation, MIT License; made by scripts/azure_types.py"
    KNOWN.write_text(json.dumps({"source": source, "types": types}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _facts(name: str, written: Written, generated: Path, unknown: list[str]) -> dict[str, Any]:
    provider, _, version = name.partition("/")[0].lower(), "", name.rpartition("@")[2]
    for path in sorted(generated.glob(f"*/{provider}/{version}/types.json")):
        types = Types(path)
        body = types.body(name)
        if body is not None:
            properties: dict[str, str | list[str]] = {}
            required = sorted(_walk(types, body, "", written, properties))
            unknown += [f"{name} has no {path}" for path in written if path not in properties]
            return {"required": required, "properties": dict(sorted(properties.items()))}
    unknown.append(f"there is no {name}")
    return {}


def _walk(
    types: Types, type_: dict[str, Any], path: str, written: Written, found: dict[str, str | list[str]]
) -> Iterator[str]:
    """Note what is written and may be, and yield what is required beside it."""
    for name, entry in types.properties(type_).items():
        own, inner = f"{path}.{name}" if path else name, types.at(entry["type"])
        if entry["flags"] & _REQUIRED and not entry["flags"] & _READ_ONLY and name not in _GIVEN:
            yield own
        if own in written and not entry["flags"] & _READ_ONLY:
            found[own] = types.allowed(inner)
            yield from _walk(types, inner, own, written, found)
    for own in written if "additionalProperties" in type_ else ():
        if own.startswith(f"{path}."):
            found[own] = "anything"


if __name__ == "__main__":
    raise SystemExit(main())
