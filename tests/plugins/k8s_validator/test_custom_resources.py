"""Custom resources are held to schemas as strict as those of Kubernetes' own kinds."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from foundation.model.findings import Finding, Report
from plugins.k8s_validator.schemas.store import CUSTOM_RESOURCES, DEFINITIONS, known_versions, schema_store

GOOD: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "custom_objects.yaml").read_text())
FILES = sorted(CUSTOM_RESOURCES.glob("*.json"))
#: Older versions that lack what the good object of the kind uses.
OTHER_SHAPE = {("source.toolkit.fluxcd.io/v1beta1", "HelmRepository")}


def file_of(api_version: str, kind: str) -> str:
    return f"{kind.lower()}-{api_version.replace('/', '-')}.json"


def name_of(entry: dict[str, Any]) -> str:
    return file_of(entry["object"]["apiVersion"], entry["object"]["kind"]).removesuffix(".json")


def schema_findings(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.code in ("schema", "schema-missing")]


def changed(data: dict[str, Any], dotted: str, value: Any) -> tuple[dict[str, Any], str]:
    """The object with one value changed or taken away, and the path at which that is seen."""
    data = copy.deepcopy(data)
    *parents, last = [int(part) if part.isdigit() else part for part in dotted.split(".")]
    holder: Any = data
    for part in parents:
        holder = holder[part]
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    seen = parents if value is None else [*parents, last]
    return data, "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in seen).lstrip(".")


BAD = [
    pytest.param(entry["object"], dotted, value, id=f"{name_of(entry)}-{dotted}")
    for entry in GOOD
    for dotted, value in [*entry["wrong"].items(), ("spec.unheardOf", 1), ("spec", []), ("metadata.lables", {})]
]


def test_every_kind_has_a_good_object_and_two_bad_ones() -> None:
    kinds = {re.sub(r"-v\d+(alpha\d+|beta\d+)?$", "", path.stem) for path in FILES}
    assert {re.sub(r"-v\d+(alpha\d+|beta\d+)?$", "", name_of(entry)) for entry in GOOD} == kinds
    assert all(len(entry["wrong"]) >= 2 for entry in GOOD)


@pytest.mark.parametrize("entry", GOOD, ids=name_of)
def test_a_good_object_passes(entry: dict[str, Any], check_text: Callable[[str], Report]) -> None:
    report = check_text(yaml.safe_dump(entry["object"]))
    assert schema_findings(report) == []
    assert {result.status for result in report.checks if result.code == "schema"} == {"passed"}


@pytest.mark.parametrize(("good", "dotted", "value"), BAD)
def test_a_bad_object_is_found_with_its_path(
    good: dict[str, Any], dotted: str, value: Any, check_text: Callable[[str], Report]
) -> None:
    bad, place = changed(good, dotted, value)
    report = check_text(yaml.safe_dump(bad))
    findings = schema_findings(report)
    assert place in {finding.path for finding in findings}, findings
    assert {finding.severity for finding in findings} == {"error"}
    assert all(finding.line for finding in findings)
    assert not report.passed


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_schema_says_what_its_name_says(path: Path) -> None:
    schema = json.loads(path.read_text())
    properties = schema["properties"]
    (api_version,), (kind,) = properties["apiVersion"]["enum"], properties["kind"]["enum"]
    assert path.name == file_of(api_version, kind)
    assert {"apiVersion", "kind", "metadata"} <= set(schema["required"])
    assert schema["additionalProperties"] is False
    assert properties["metadata"] == {"$ref": f"{DEFINITIONS}#/$defs/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_schema_is_written_in_one_way(path: Path) -> None:
    text = path.read_text()
    schema = json.loads(text)
    compact = json.dumps(schema, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    readable = json.dumps(schema, sort_keys=True, indent=2, ensure_ascii=False)
    assert text in (compact + "\n", readable + "\n")


def objects_in(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, list):
        for item in schema:
            yield from objects_in(item, path)
    elif isinstance(schema, dict):
        yield path, schema
        for key, value in schema.items():
            if key in ("properties", "$defs"):
                for name, child in value.items():
                    yield from objects_in(child, f"{path}/{name}")
            elif key != "required":
                yield from objects_in(value, path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_unknown_fields_are_refused_at_every_depth(path: Path) -> None:
    for place, schema in objects_in(json.loads(path.read_text())):
        if schema.get("type") == "object" and "properties" in schema:
            assert schema.get("additionalProperties") is False, place
            assert "$ref" not in schema, place
        elif schema.get("type") == "object" and not {"additionalProperties", "$ref"} & schema.keys():
            free = ("/status", "/spec/configPatches/patch/value", "/spec/pluginConfig")
            assert place in free, place


def references(schema: Any) -> set[str]:
    return {found["$ref"] for _, found in objects_in(schema) if "$ref" in found}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_reference_inside_a_schema_is_needed_and_there(path: Path) -> None:
    schema = json.loads(path.read_text())
    inside = {reference for reference in references(schema) if reference.startswith("#")}
    assert inside == {f"#/$defs/{name}" for name in schema.get("$defs", {})}


@pytest.mark.parametrize("version", known_versions())
def test_every_schema_fits_every_version_of_kubernetes(version: str) -> None:
    definitions = json.loads((known_versions()[version] / "_definitions.json").read_text())["$defs"]
    for path in FILES:
        schema = json.loads(path.read_text())
        outside = {reference for reference in references(schema) if not reference.startswith("#")}
        assert outside <= {f"{DEFINITIONS}#/$defs/{name}" for name in definitions}, path.name
        api_version, kind = (schema["properties"][name]["enum"][0] for name in ("apiVersion", "kind"))
        assert schema_store(version).validator(api_version, kind) is not None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_good_object_passes_in_every_version_of_its_kind(path: Path) -> None:
    properties = json.loads(path.read_text())["properties"]
    (api_version,), (kind,) = properties["apiVersion"]["enum"], properties["kind"]["enum"]
    group = api_version.partition("/")[0]
    (good,) = [
        entry["object"]
        for entry in GOOD
        if entry["object"]["kind"] == kind and entry["object"]["apiVersion"].partition("/")[0] == group
    ]
    validator = schema_store("1.32").validator(api_version, kind)
    passes = validator.is_valid({**good, "apiVersion": api_version})
    assert passes == ((api_version, kind) not in OTHER_SHAPE), list(
        validator.iter_errors({**good, "apiVersion": api_version})
    )


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("example.org/v1", "Widget"),
        ("gateway.networking.k8s.io/v9", "HTTPRoute"),
        ("networking.istio.io/v1", "virtualservice"),
        ("../custom_resources/keda.sh/v1alpha1", "ScaledObject"),
        ("keda.sh/v1alpha1", "README"),
        ("", "../Pod"),
    ],
)
def test_a_kind_without_a_schema_is_skipped_and_not_passed(
    api_version: str, kind: str, check_text: Callable[[str], Report]
) -> None:
    good = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
    report = check_text(good + "---\n" + yaml.safe_dump({"apiVersion": api_version, "kind": kind, "metadata": {}}))
    (finding,) = schema_findings(report)
    assert (finding.code, finding.severity) == ("schema-missing", "warning")
    assert finding.message.startswith(f"skipped (no schema): {kind} in {api_version} ")
    (result,) = [result for result in report.checks if result.code == "schema"]
    assert (result.status, result.reason) == ("skipped", finding.message)


def test_a_mistake_elsewhere_does_not_hide_what_was_skipped(check_text: Callable[[str], Report]) -> None:
    bad = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndatta: {}\n"
    report = check_text(bad + "---\napiVersion: example.org/v1\nkind: Widget\nmetadata: {name: x}\n")
    (result,) = [result for result in report.checks if result.code == "schema"]
    assert result.status == "failed"
    assert result.reason is not None
    assert "Widget in example.org/v1" in result.reason


@pytest.mark.parametrize(
    ("head", "field", "path"),
    [
        ("apiVersion: v1\nkind: Secret", "data: {password: 4711}", "data.password"),
        (
            "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret",
            "spec: {encryptedData: {password: 4711}}",
            "spec.encryptedData.password",
        ),
    ],
)
def test_what_a_secret_holds_is_not_in_the_message(
    head: str, field: str, path: str, check_text: Callable[[str], Report]
) -> None:
    report = check_text(f"{head}\nmetadata: {{name: x}}\n{field}\n")
    assert path in {finding.path for finding in schema_findings(report)}
    assert "4711" not in report.model_dump_json()


def test_a_schema_is_compiled_when_it_is_first_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[Any] = []
    compile_schema = jsonschema_rs.Draft202012Validator

    def counting(schema: Any, **options: Any) -> Any:
        compiled.append(schema["properties"]["kind"]["enum"])
        return compile_schema(schema, **options)

    monkeypatch.setattr(jsonschema_rs, "Draft202012Validator", counting)
    store = schema_store.__wrapped__("1.32")
    assert compiled == []
    assert store.validator("keda.sh/v1alpha1", "ScaledObject") is store.validator("keda.sh/v1alpha1", "ScaledObject")
    assert compiled == [["ScaledObject"]]
