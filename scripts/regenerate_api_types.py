"""Write how the API server's types keep their fields, from a checkout of github.com/kubernetes/api.

An object that is decoded into these types and written again has lost its empty values and has gained the
structures that are never left out; policies see it like that. Run with the checkout's folder:
``python scripts/regenerate_api_types.py ../api``. What is in the package is of its commit 10b39a3 (July 2026); the
definitions are Kubernetes', Apache-2.0, and only names and forms of fields are taken.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from plugins.k8s_validator.admission.served.types import TABLE

PACKAGES = (
    *("core/v1", "apps/v1", "batch/v1", "autoscaling/v1", "autoscaling/v2", "networking/v1", "policy/v1", "rbac/v1"),
    *("storage/v1", "scheduling/v1", "node/v1", "coordination/v1", "discovery/v1", "admissionregistration/v1"),
)
#: Of apimachinery, which is another repository.
_META = {
    "meta/v1.ObjectMeta": {
        **dict.fromkeys(("name", "generateName", "namespace", "selfLink", "uid", "resourceVersion"), "string?"),
        **dict.fromkeys(("labels", "annotations"), "{}?"),
        "generation": "number?",
        "finalizers": "[]?",
        "ownerReferences": "[meta/v1.OwnerReference]?",
    },
    "meta/v1.OwnerReference": {},
    "meta/v1.LabelSelector": {
        "matchLabels": "{}?",
        "matchExpressions": "[meta/v1.LabelSelectorRequirement]?",
    },
    "meta/v1.LabelSelectorRequirement": {"values": "[]?"},
    "meta/v1.Condition": {"observedGeneration": "number?"},
}
_STRUCT = re.compile(r"^type (\w+) struct \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_ALIAS = re.compile(r"^(?:type )?\t?(\w+) ((?:map\[\w+\]|\[\])?[\w.]+)$", re.MULTILINE)
_FIELD = re.compile(r'^\t(?:(\w+)[ \t]+)?([\w.*\[\]]+)[ \t]+`[^`]*json:"([^"]*)"', re.MULTILINE)
_DEFAULT = re.compile(r"// \+default=(.+)")
_SCALARS = {
    **dict.fromkeys(("string", "[]byte", "types.UID", "types.NodeName"), "string"),
    **dict.fromkeys(("int", "int32", "int64", "float64"), "number"),
    "bool": "flag",
    # A port of 0 or "" counts as none.
    "intstr.IntOrString": "either",
}
#: Types that are written by themselves.
_OTHERS = ("metav1.Time", "metav1.MicroTime", "metav1.Duration", "runtime.RawExtension", "metav1.FieldsV1")

Types = dict[str, dict[str, str]]


class _Package:
    """The types of one package.

    Args:
        name: its path, such as ``core/v1``.
        text: its Go source.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.structs = {match[1]: match[2] for match in _STRUCT.finditer(text)}
        self.aliases = {match[1]: match[2] for match in _ALIAS.finditer(text) if match[1] not in self.structs}


def main(arguments: list[str]) -> int:
    """Read the checkout and write the table."""
    if len(arguments) != 1 or not Path(arguments[0], "core", "v1", "types.go").is_file():
        print("give the folder of a checkout of github.com/kubernetes/api", file=sys.stderr)
        return 2
    root = Path(arguments[0])
    packages = {name: _Package(name, (root / name / "types.go").read_text(encoding="utf-8")) for name in PACKAGES}
    types = {**_META, **{key: fields for package in packages.values() for key, fields in _types(package, packages)}}
    TABLE.write_text(text_of(types), encoding="utf-8")
    print(f"{len(types)} types are in {TABLE}")
    return 0


def text_of(types: Types) -> str:
    """Return the table as it is written: one type a line."""
    lines = (f"{json.dumps(name)}: {json.dumps(fields, sort_keys=True)}" for name, fields in sorted(types.items()))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _types(package: _Package, packages: dict[str, _Package]) -> Iterator[tuple[str, dict[str, str]]]:
    for name in package.structs:
        if not name.endswith(("List", "Options")):
            yield f"{package.name}.{name}", dict(_fields(package, name, packages))


def _fields(package: _Package, name: str, packages: dict[str, _Package]) -> Iterator[tuple[str, str]]:
    for match in _FIELD.finditer(package.structs[name]):
        key, _, options = match[3].partition(",")
        if not key or "inline" in options:
            home, inner = _home(match[2], package, packages)
            if home is not None:
                yield from _fields(home, inner, packages)
            continue
        form = _form(match[2], package, packages, "omit" in options)
        if form:
            yield key, form


def _home(name: str, package: _Package, packages: dict[str, _Package]) -> tuple[_Package | None, str]:
    """Return the package of a struct and its name there."""
    prefix, dot, short = name.lstrip("*").rpartition(".")
    if not dot:
        return package, short
    home = {"v1": "core/v1", "corev1": "core/v1"}.get(prefix)
    return (packages[home] if home else None), short


def _form(go: str, package: _Package, packages: dict[str, _Package], omitted: bool) -> str:
    """Return how a field is kept; nothing where decoding changes nothing."""
    mark = "?" if omitted else ""
    pointer, go = go.startswith("*"), go.lstrip("*")
    if go.startswith("[]") and go != "[]byte":
        inner = _name(go[2:], package, packages)
        return f"[{inner}]{mark}" if inner else f"[]{mark}"
    if go.startswith("map["):
        inner = _name(go.partition("]")[2], package, packages)
        return "{" + inner + "}" + mark
    if go in _OTHERS:
        return ""
    home, short = _home(go, package, packages)
    if go not in _SCALARS and home is not None and short in home.aliases:
        alias = home.aliases[short]
        return _form(f"*{alias}" if pointer else alias, home, packages, omitted)
    inner = _name(go, package, packages)
    if inner:
        return f"*{inner}" if pointer else inner
    return "" if pointer else f"{_SCALARS[go]}{mark}"


def _name(go: str, package: _Package, packages: dict[str, _Package]) -> str:
    """Return the name of a struct or of a quantity; nothing for what is plain."""
    if go == "resource.Quantity":
        return "quantity"
    if go.startswith("metav1."):
        name = f"meta/v1.{go.partition('.')[2]}"
        return name if name in _META else ""
    home, short = _home(go, package, packages)
    return f"{home.name}.{short}" if home is not None and short in home.structs else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
