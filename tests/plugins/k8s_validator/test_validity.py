"""What the API server refuses beyond its schema: the data fits the schemas, and what it says is said well."""

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest

import plugins.k8s_validator.validity as validity
from foundation.model.findings import Report
from plugins.k8s_validator.schemas.nulls import without_nulls
from plugins.k8s_validator.schemas.store import known_versions, schema_store
from plugins.k8s_validator.validity.formats import FORMATS
from plugins.k8s_validator.validity.forms import FORMS
from plugins.k8s_validator.validity.restrictions import kind_fields, restrictions

NEWEST = list(known_versions())[-1]
KEYS = {"needs", "optional", "exactly_one", "at_least_one", "at_most", "free", "fields", "when"}
CONDITIONS = {"if", "has", "has_items", "has_text", "unless", "needs", "there", "absent", "empty", "fields", "says"}


def definitions() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((known_versions()[NEWEST] / "_definitions.json").read_bytes())
    return content["$defs"]  # type: ignore[no-any-return]


DEFINITIONS = definitions()
GROUPS = (
    *("v1", "apps/v1", "batch/v1", "networking.k8s.io/v1", "policy/v1", "autoscaling/v2"),
    *("rbac.authorization.k8s.io/v1", "storage.k8s.io/v1", "scheduling.k8s.io/v1", "node.k8s.io/v1"),
)


def properties_of(name: str) -> dict[str, Any]:
    return DEFINITIONS[name].get("properties", {})  # type: ignore[no-any-return]


def named(entry: dict[str, Any]) -> Iterator[str]:
    """Yield every field that an entry speaks of, as a path."""
    for key in ("needs", "optional", "exactly_one", "at_least_one", "free", "there", "absent", "empty", "unless"):
        yield from entry.get(key, [])
    for key in ("has", "has_items", "has_text", "fields", "if"):
        yield from entry.get(key, {})
    for condition in entry.get("when", []):
        yield from named(condition)


def has(name: str, path: str) -> bool:
    """Tell whether a definition has a field."""
    for step in path.split("."):
        field = step.rstrip("[]{}*")
        if not name:
            return True  # a key of a map, which no schema names
        schema = properties_of(name).get(field)
        if schema is None:
            return False
        reference = schema.get("$ref") or schema.get("items", {}).get("$ref") or ""
        name = reference.rpartition("/")[2]
    return True


@pytest.mark.parametrize("name", restrictions())
def test_what_is_restricted_is_there(name: str) -> None:
    entry = restrictions()[name]
    assert name in DEFINITIONS
    assert entry.keys() <= KEYS
    assert [path for path in named(entry) if not has(name, path)] == []
    for condition in entry.get("when", []):
        assert condition.keys() <= CONDITIONS


def test_every_form_is_used_and_every_format_is_known() -> None:
    content = "".join(item.read_text() for item in files(validity).joinpath("fields").iterdir())
    by_code = {"quantity", "empty", *(name.removeprefix("optional-") for name in FORMS if name.startswith("optional-"))}
    assert [name for name in FORMS if f'"{name}"' not in content and name not in by_code] == []
    used = {form.schema["format"] for form in FORMS.values() if "format" in form.schema}
    assert used == FORMATS.keys()


@pytest.mark.parametrize("kind", kind_fields())
def test_every_version_compiles_with_its_restrictions(kind: str) -> None:
    for version in known_versions():
        store = schema_store(version)
        assert any(store.validator(api, kind) is not None for api in GROUPS), (version, kind)


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("imagePullPolicy: Sometimes", "imagePullPolicy", '"Always", "IfNotPresent" or "Never", not \'Sometimes\''),
        ("resources: {limits: {memory: 64mb}}", "resources.limits.memory", "a quantity such as 100m, 1.5 or 64Mi"),
        ("ports: [{containerPort: 99999}]", "ports[0].containerPort", "has to be a port from 1 to 65535, not 99999"),
        ("livenessProbe: {exec: {command: [a]}, tcpSocket: {port: 1}}", "livenessProbe", "exactly one of exec, grpc"),
        (
            "securityContext: {runAsUser: -5}",
            "securityContext.runAsUser",
            "an id from 0 to 2147483647",
        ),
    ],
)
def test_a_finding_says_what_is_allowed(text: str, path: str, said: str, check_text: Callable[[str], Report]) -> None:
    manifest = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: shop}\nspec:\n  containers:\n"
        f"    - name: x\n      image: z\n      {text}\n"
    )
    (finding,) = [each for each in check_text(manifest).findings if each.code == "field-values"]
    assert (finding.path, finding.line, finding.severity) == (f"spec.containers[0].{path}", 8, "error")
    assert said in finding.message


def test_null_is_a_field_that_is_left_out_and_in_a_list_the_empty_value(check_text: Callable[[str], Report]) -> None:
    manifest = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: shop, labels: null}\nspec:\n  hostname: null\n"
        "  containers: [{name: x, image: z, args: [null], imagePullPolicy: null, env: [{name: null}]}]\n"
    )
    codes = ("schema", "field-values")
    found = {(each.code, each.path) for each in check_text(manifest).findings if each.code in codes}
    assert found == {("schema", "spec.containers[0].env[0]")}


def test_taking_nulls_out_changes_nothing_given() -> None:
    data = {"a": None, "b": [None, {"c": None}]}
    validator = schema_store(NEWEST).validator("v1", "ConfigMap")
    assert without_nulls(data, validator) == {"b": [None, {}]}
    assert data == {"a": None, "b": [None, {"c": None}]}


def test_large_objects_are_told(check_text: Callable[[str], Report]) -> None:
    head = (
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: shop, annotations: {a: "%s"}}\n'
        'data: {a: "%s"}\n'
    )
    for annotation, data, path in (("x" * 262144, "", "metadata.annotations"), ("", "x" * 1048577, None)):
        found = [each for each in check_text(head % (annotation, data)).findings if each.code == "object-size"]
        assert [each.path for each in found] == [path]
    assert "object-size" not in {each.code for each in check_text(head % ("x" * 262143, "x" * 1048576)).findings}
