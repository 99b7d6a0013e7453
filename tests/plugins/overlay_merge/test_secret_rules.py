import base64
from collections.abc import Callable
from typing import Any

import pytest

from foundation.model.errors import InputError
from foundation.source.bundle import bundle_from_data
from tests.properties.text_fields import bundle_with
from tests.support.sealed import sealed

Problems = Callable[..., list[tuple[str, str | None]]]
ID = "5f8f2a4c-0d1b-4c55-9a3e-6b7d8e9f0a1b"
VAULT = {"key_vault": {"name": "acme-orders", "tenant_id": ID, "client_id": ID}}
STORE = {"secret_store": {"name": "vault"}}
READ = [{"secretKey": "password", "remoteRef": {"key": "orders-password"}}]
SEALED = {"a": sealed()}


def vault(**fields: Any) -> dict[str, Any]:
    return {"secrets": [{"name": "db", "provider": "key-vault", "objects": [{"name": "pw"}], **fields}]}


def external(**fields: Any) -> dict[str, Any]:
    return {"secrets": [{"name": "db", "provider": "external-secrets", **fields}]}


def of_sealed(**fields: Any) -> dict[str, Any]:
    return {"secrets": [{"name": "db", "provider": "sealed", **fields}]}


def wants(key: str) -> dict[str, Any]:
    return {"env": [{"name": "A", "key": key}]}


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ({**VAULT, **vault()}, []),
        ({**VAULT, **vault(**wants("pw"))}, []),
        ({**VAULT, **vault(objects=[{"name": "pw", "alias": "password"}], **wants("password"))}, []),
        ({**STORE, **external(data=READ, **wants("password"))}, []),
        ({**STORE, **external(data_from=[{"extract": {"key": "orders"}}], **wants("anything"))}, []),
        (external(data=READ, store={"name": "own", "kind": "SecretStore"}), []),
        (of_sealed(encrypted_data={"password": sealed()}, scope="namespace-wide", **wants("password")), []),
        ({**VAULT, "secret_provider": "key-vault", "secrets": [{"objects": [{"name": "pw"}]}]}, []),
        (vault(), [("missing-key", f"component.key_vault.{name}") for name in ("name", "tenant_id", "client_id")] * 2),
        (
            {"key_vault": {"name": "acme"}, "security_profile": {"identity": {"client_id": ID}}, **vault()},
            [("missing-key", "component.key_vault.tenant_id")] * 2,
        ),
        ({**VAULT, **vault(objects=[])}, [("missing-key", "component.secrets[db].objects")]),
        ({**VAULT, **vault(mount=False)}, [("secret-mount", "component.secrets[db].mount")]),
        ({**VAULT, **vault(**wants("pv"))}, [("secret-key-unknown", "component.secrets[db].env[A].key")]),
        ({**VAULT, **vault(encrypted_data=SEALED)}, [("secret-setting", "component.secrets[db].encrypted_data")]),
        (external(data=READ), [("missing-key", "component.secrets[db].store")]),
        ({**STORE, **external()}, [("missing-key", "component.secrets[db].data")]),
        (
            {**STORE, **external(data=READ, **wants("user"))},
            [("secret-key-unknown", "component.secrets[db].env[A].key")],
        ),
        (of_sealed(), [("missing-key", "component.secrets[db].encrypted_data")]),
        (of_sealed(encrypted_data=SEALED, **wants("b")), [("secret-key-unknown", "component.secrets[db].env[A].key")]),
        (vault(provider="existing"), [("secret-setting", "component.secrets[db].objects")]),
        ({"secrets": [{"name": "db", "type": "Opaque"}]}, [("secret-setting", "component.secrets[db].type")]),
    ],
)  # fmt: skip
def test_each_provider_gets_what_it_needs_and_nothing_else(
    component: dict[str, Any], expected: list[Any], problems: Problems
) -> None:
    assert problems(None, **component) == expected


def test_an_environment_can_take_its_secrets_from_elsewhere(problems: Problems) -> None:
    secrets = [{"name": "db", "objects": [{"name": "pw"}]}]
    fields = {"environments": {"dev": {"secret_provider": "existing"}, "prod": {"secret_provider": "key-vault"}}}
    assert problems(fields, secrets=secrets, **VAULT) == []
    assert problems(fields, secrets=secrets) == [
        ("missing-key", f"component.key_vault.{name}") for name in ("name", "tenant_id", "client_id")
    ]


@pytest.mark.parametrize("key_bytes", [256, 384, 512])
def test_what_kubeseal_writes_is_sealed(key_bytes: int, problems: Problems) -> None:
    assert problems(None, **of_sealed(encrypted_data={"a": sealed(key_bytes)})) == []


@pytest.mark.parametrize(
    "text",
    [
        "hunter2-hunter2",
        base64.b64encode(b"hunter2" * 200).decode(),
        sealed(16),
        sealed(512, b"short"),
        sealed()[:-8] + "\n" + sealed()[-8:],
        "",
    ],
)
def test_a_secret_that_is_not_sealed_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(InputError) as caught:
        bundle_from_data(bundle_with(of_sealed(encrypted_data={"password": text})), "bundle")
    (problem,) = caught.value.problems
    assert problem.path == "component.secrets[0].encrypted_data.password"
    shown = f"{problem.message} {problem.remedy}"
    assert "no sealed text" in shown
    assert not text or text not in shown
    assert "hunter2" not in shown


def test_only_one_secret_may_be_without_a_name() -> None:
    with pytest.raises(InputError) as caught:
        bundle_from_data(bundle_with({"secrets": [{"mount": True}, {"env": []}]}), "bundle")
    assert [problem.path for problem in caught.value.problems] == ["component.secrets"]
