from collections.abc import Callable
from typing import Any

import pytest
import yaml

from foundation.model.findings import Finding, Report

ENTRY = {"objectName": "orders-password", "objectType": "secret"}


def manifest(entries: list[Any] | str, change: dict[str, Any] | None = None, **spec: Any) -> str:
    objects = entries if isinstance(entries, str) else yaml.safe_dump({"array": entries})
    parameters = {"keyvaultName": "orders", "tenantID": "t", "objects": objects, **(change or {})}
    return yaml.safe_dump(
        {
            "apiVersion": "secrets-store.csi.x-k8s.io/v1",
            "kind": "SecretProviderClass",
            "metadata": {"name": "orders"},
            "spec": {
                "provider": "azure",
                "parameters": {name: value for name, value in parameters.items() if value is not None},
                **spec,
            },
        }
    )


def entry(**change: Any) -> str:
    return yaml.safe_dump({name: value for name, value in {**ENTRY, **change}.items() if value is not None})


def found(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == "secret-provider-objects"]


@pytest.mark.parametrize(
    "text",
    [
        manifest([entry()]),
        manifest([entry(objectAlias="password", objectVersion="0123", filePermission="0640")]),
        manifest([entry(objectVersion=""), entry(objectName="other", objectVersionHistory=3)]),
        manifest([entry(objectFormat="pfx", objectEncoding="base64")]),
        manifest([entry(objectType="cert", objectFormat="pem")]),
        manifest([entry()], {"tenantID": None, "tenantId": "t"}),
        manifest("array:\n  - |\n    objectName: a\n    objectType: key  # a comment\n"),
        manifest([entry()], secretObjects=[{"data": [{"objectName": "orders-password", "key": "x"}]}]),
        manifest([entry(objectVersionHistory=2)], secretObjects=[{"data": [{"objectName": "orders-password/0"}]}]),
        manifest("anything", provider="vault"),
        manifest([entry(objectType="thing")]).replace("secrets-store.csi.x-k8s.io", "example.org"),
    ],
)
def test_what_the_provider_takes_passes(text: str, check_text: Callable[[str], Report]) -> None:
    assert found(check_text(text)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (manifest([entry()], {"keyvaultName": None}), "keyvaultName is missing"),
        (manifest([entry()], {"tenantID": ""}), "tenantID is missing"),
        (manifest([], {"objects": None}), "objects is missing"),
        (manifest("array: ["), "line 2: "),
        (manifest("array: [a]\narray: [b]\n"), "twice"),
        (manifest("array: [a]\n---\narray: [b]\n"), "2 YAML documents"),
        (manifest("- a\n"), 'not of type "object"'),
        (manifest("array: []\n"), "array: the value has less than 1 item"),
        (manifest([entry()]).replace("array:", "arrays:"), "there is no field arrays here"),
        (manifest([ENTRY]), 'array[0]: the value is not of type "string"'),
        (manifest(["- a"]), 'array[0]: the value is not of type "object"'),
        (manifest([entry(objectName=None)]), 'array[0]: "objectName" is a required property'),
        (manifest([entry(objectName="a_b")]), "array[0]: objectName: the value is not a name of at most 127 letters"),
        (manifest([entry(objectType=None)]), 'array[0]: "objectType" is a required property'),
        (manifest([entry(), entry(objectName="b", objectType="Secret")]), "array[1]: objectType: the value is not"),
        (
            manifest([entry(objectalias="x")]),
            "array[0]: objectalias: there is no field objectalias here; did you mean objectAlias",
        ),
        (manifest([entry(objectType="key", objectFormat="pfx")]), "array[0]: objectFormat"),
        (manifest([entry(filePermission="0999")]), "array[0]: filePermission"),
        (manifest([entry(objectVersion=12)]), "array[0]: objectVersion"),
        (manifest([entry(), entry(objectName="b", objectAlias="orders-password")]), "2 entries become the file"),
        (
            manifest([entry()], secretObjects=[{"data": [{"objectName": "password", "key": "x"}]}]),
            "no entry of objects becomes the file password",
        ),
    ],
)
def test_a_mistake_in_the_string_is_found(text: str, message: str, check_text: Callable[[str], Report]) -> None:
    report = check_text(text)
    findings = found(report)
    assert [finding.message for finding in findings if message in finding.message], findings
    assert all(finding.line and finding.object == "SecretProviderClass/orders" for finding in findings)
    assert all((finding.path or "").startswith("spec.") for finding in findings)
    assert not report.passed


def test_every_mistake_is_reported_at_once(check_text: Callable[[str], Report]) -> None:
    text = manifest([entry(objectType="x"), entry(objectName=None, more=1)], {"keyvaultName": None})
    assert len(found(check_text(text))) == 4


def test_what_somebody_pasted_there_is_not_in_the_message(check_text: Callable[[str], Report]) -> None:
    report = check_text(manifest([entry(objectType="hunter2"), entry(objectVersion=4711), "hunter2"]))
    assert len(found(report)) == 3
    assert "hunter2" not in report.model_dump_json()
    assert "4711" not in report.model_dump_json()


@pytest.mark.parametrize(
    "spec",
    [[], None, "x", {"provider": "azure", "parameters": []}, {"provider": "azure", "secretObjects": {"a": 1}}],
)
def test_other_shapes_are_the_schema_s_matter(spec: Any, check_text: Callable[[str], Report]) -> None:
    data = {"apiVersion": "secrets-store.csi.x-k8s.io/v1", "kind": "SecretProviderClass", "metadata": {"name": "x"}}
    report = check_text(yaml.safe_dump({**data, "spec": spec}))
    assert not report.passed
