"""Schemas that somebody brings along are strict, go before the built-in ones, and cannot harm."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from foundation.model.errors import InputError, Problem
from foundation.model.findings import Report
from plugins.k8s_validator.gate import validate
from plugins.k8s_validator.schemas.own.loading import OwnSchemas
from plugins.k8s_validator.schemas.store import own_schemas
from plugins.k8s_validator.subject.of_files import manifests_subject
from tests.plugins.k8s_validator.conftest import Run

PIN = {"type": "object", "properties": {"x": {"pattern": "^a+$", "type": "string"}}}
SPEC: dict[str, Any] = {
    "type": "object",
    "required": ["size"],
    "properties": {
        "size": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
        "port": {"x-kubernetes-int-or-string": True},
        "mode": {"type": "string", "enum": ["a", "b"], "nullable": True},
        "pins": {"type": "array", "items": PIN},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
        "inner": {"type": "object", "x-kubernetes-embedded-resource": True, "properties": {"spec": {"type": "object"}}},
        "limited": {"type": "object", "properties": {"a": {"type": "string"}}, "anyOf": [{"required": ["a"]}]},
    },
}


def definition(spec: Any = SPEC, group: str = "example.org", kind: str = "Widget", **version: Any) -> dict[str, Any]:
    root = {"type": "object", "description": "A widget.", "properties": {"spec": spec, "metadata": {"type": "object"}}}
    entry = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": root}, **version}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.lower()}s.{group}"},
        "spec": {"group": group, "names": {"kind": kind}, "scope": "Namespaced", "versions": [entry]},
    }


def json_schema(api_version: str = "example.org/v1", kind: str = "Widget", **more: Any) -> dict[str, Any]:
    properties = {"apiVersion": {"enum": [api_version]}, "kind": {"const": kind}, "metadata": {}, "spec": {}}
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def write(folder: Path, *documents: Any) -> str:
    for number, document in enumerate(documents):
        (folder / f"{number}.yaml").write_text(yaml.safe_dump(document))
    return str(folder)


def problems_of(folder: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as error:
        own_schemas(folder)
    return error.value.problems


@pytest.fixture
def judged(run: Run) -> Callable[..., Report]:
    """Validate one object of a kind against a folder of schemas."""

    def judge(folder: str, **fields: Any) -> Report:
        data = {"apiVersion": "example.org/v1", "kind": "Widget", "metadata": {"name": "x"}, **fields}
        return validate(manifests_subject({"x.yaml": yaml.safe_dump(data)}, run.setup(schemas=folder)))

    return judge


def schema_paths(report: Report) -> list[str | None]:
    return sorted((each.path for each in report.findings if each.code in ("schema", "schema-missing")), key=str)


@pytest.mark.parametrize(
    ("spec", "paths"),
    [
        ({"size": 1, "port": "http", "mode": None, "pins": [{"x": "aa"}], "labels": {"any": "x"}}, []),
        ({"size": 1, "port": 80, "free": {"any": {"thing": 1}}, "limited": {"a": "x"}}, []),
        ({"size": 1, "inner": {"apiVersion": "v1", "kind": "X", "metadata": {"name": "x"}, "spec": {}}}, []),
        ({}, ["spec"]),
        ({"size": 0}, ["spec.size"]),
        ({"size": 1, "sice": 2}, ["spec.sice"]),
        ({"size": 1, "port": True}, ["spec.port"]),
        ({"size": 1, "mode": "c"}, ["spec.mode"]),
        ({"size": 1, "pins": [{"x": "b"}, {"z": 1}]}, ["spec.pins[0].x", "spec.pins[1].z"]),
        ({"size": 1, "labels": {"any": 1}}, ["spec.labels.any"]),
        ({"size": 1, "limited": {}}, ["spec.limited"]),
        ({"size": 1, "limited": {"b": 1}}, ["spec.limited", "spec.limited.b"]),
        ({"size": 1, "inner": {"other": 1}}, ["spec.inner.other"]),
    ],
)
def test_a_definition_is_held_to_as_the_api_server_would(
    spec: dict[str, Any], paths: list[str], judged: Callable[..., Report], tmp_path: Path
) -> None:
    report = judged(write(tmp_path, definition()), spec=spec)
    assert schema_paths(report) == paths
    assert report.schemas is not None
    assert report.schemas.startswith("sha256:")


def test_a_definition_goes_before_the_built_in_schema(judged: Callable[..., Report], tmp_path: Path) -> None:
    route = {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "spec": {"newField": 1}}
    (tmp_path / "none").mkdir()
    newer = {"type": "object", "properties": {"newField": {"type": "integer"}}}
    folder = write(tmp_path / "none", definition(newer, "gateway.networking.k8s.io", "HTTPRoute"))
    other = tmp_path / "other"
    other.mkdir()
    assert schema_paths(judged(folder, **route)) == []
    assert schema_paths(judged(write(other, definition()), **route)) == ["spec.newField"]


def test_a_json_schema_says_of_which_kind_it_is(judged: Callable[..., Report], tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "widget.json").write_text(json.dumps(json_schema()))
    (tmp_path / "README.md").write_text("not a schema")
    assert schema_paths(judged(str(tmp_path), spec={"any": 1})) == []
    assert schema_paths(judged(str(tmp_path), spek={})) == ["spek"]


def test_versions_that_are_not_served_have_no_schema(judged: Callable[..., Report], tmp_path: Path) -> None:
    both = definition()
    both["spec"]["versions"].append({"name": "v2", "served": False})
    report = judged(write(tmp_path, both), apiVersion="example.org/v2")
    assert [each.code for each in report.findings if each.code.startswith("schema")] == ["schema-missing"]


def test_the_digest_is_of_what_the_schemas_say(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    write(folders[0], definition())
    (folders[1] / "other-name.json").write_text(json.dumps(definition()))
    write(folders[2], definition({"type": "object"}))
    first, second, third = (own_schemas(str(folder)) for folder in folders)
    assert isinstance(first, OwnSchemas)
    assert first == second != third
    assert own_schemas("") is None


def test_without_own_schemas_the_report_names_none(check_text: Callable[[str], Report]) -> None:
    assert check_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n").schemas is None


LOOP: dict[str, Any] = {"$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}]}}, "allOf": [{"$ref": "#/$defs/a"}]}


def test_what_refers_to_itself_comes_to_an_end(judged: Callable[..., Report], tmp_path: Path) -> None:
    assert schema_paths(judged(write(tmp_path, json_schema(**LOOP)), spec={})) == []


def test_patterns_take_linear_time(judged: Callable[..., Report], tmp_path: Path) -> None:
    slow = {"type": "object", "properties": {"x": {"type": "string", "pattern": "^(a+)+$"}}}
    assert schema_paths(judged(write(tmp_path, definition(slow)), spec={"x": "a" * 5000 + "!"})) == ["spec.x"]


def without(*path: str | int) -> dict[str, Any]:
    changed = definition()
    holder: Any = changed
    for part in path[:-1]:
        holder = holder[part]
    del holder[path[-1]]
    return changed


@pytest.mark.parametrize(
    ("document", "path", "message"),
    [
        ([1], None, "the document is no mapping"),
        ({"kind": "ConfigMap"}, None, "neither a CustomResourceDefinition nor a JSON Schema"),
        ({**definition(), "apiVersion": "apiextensions.k8s.io/v1beta1"}, "apiVersion", "apiextensions.k8s.io/v1"),
        (without("spec"), "spec", "spec is no mapping"),
        (without("spec", "group"), "spec.group", "group is missing"),
        (without("spec", "names", "kind"), "spec.names.kind", "kind is missing"),
        (without("spec", "versions"), "spec.versions", "no list of versions"),
        (without("spec", "versions", 0, "schema"), "spec.versions[0].schema", "schema is no mapping"),
        (definition({"$ref": "http://example.org/x"}), None, "$ref is no keyword"),
        (definition({"type": "object", "propertys": {}}), None, "propertys is no keyword"),
        (definition({"type": "object", "anyOf": {}}), None, "anyOf is no list"),
        (definition({"type": "thing"}), None, "cannot be used"),
        (definition({"type": "string", "pattern": "("}), None, "cannot be used"),
        (definition({"type": "string", "pattern": "(?=a)b"}), None, "cannot be used"),
        (definition(group="apps", kind="Deployment"), None, "is of Kubernetes itself"),
        (definition(group="networking.k8s.io", kind="Ingress"), None, "is of Kubernetes itself"),
        ({"properties": {"apiVersion": {"enum": ["a/v1", "a/v2"]}}}, None, "does not say of which apiVersion"),
        (json_schema(**{"$ref": "https://example.org/schema.json"}), "$ref", "only lead inside the schema"),
        (json_schema(**{"$ref": "file:///etc/passwd"}), "$ref", "only lead inside the schema"),
        (json_schema(allOf=[{"$ref": 1}]), "allOf[0].$ref", "only lead inside the schema"),
        (json_schema(**{"$id": "https://example.org/"}), "$id", "$id is not allowed"),
        (json_schema(**{"$ref": "#/$defs/none"}), None, "cannot be used"),
    ],
)
def test_a_mistake_is_told_with_its_file(document: Any, path: str | None, message: str, tmp_path: Path) -> None:
    (problem,) = problems_of(write(tmp_path, document))
    assert problem.file == "0.yaml"
    assert message in problem.message
    assert path is None or problem.path == path


def test_every_mistake_of_every_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("a: [1")
    (tmp_path / "outside.yaml").symlink_to("/etc/hostname")
    folder = write(tmp_path, [1], definition(), definition())
    assert sorted(problem.file or "" for problem in problems_of(folder)) == [
        "0.yaml",
        "2.yaml",
        "broken.yaml",
        "outside.yaml",
    ]


def test_what_is_nested_too_deep_is_refused(tmp_path: Path) -> None:
    deep: Any = {"type": "string"}
    for _ in range(60):
        deep = {"type": "object", "properties": {"a": deep}}
    (problem,) = problems_of(write(tmp_path, definition(deep)))
    assert "nested too deep" in problem.message


@pytest.mark.parametrize("name", ["", "nothing"])
def test_a_folder_without_schemas_is_a_mistake(name: str, tmp_path: Path) -> None:
    (problem,) = problems_of(str(tmp_path / name))
    assert problem.code == "schemas-missing"
