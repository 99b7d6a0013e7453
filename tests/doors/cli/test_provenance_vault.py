"""A key in Azure Key Vault signs and never leaves it. The vault is a stand-in that speaks its HTTP."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_provenance import MINIMAL, RUN, bundle_at, codes
from tests.support.advice import beside_advice
from tests.support.key_vault import VERSION, Vault, key_vault, machine_identity

Program = Callable[..., Outcome]


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    with key_vault(tmp_path) as vault, machine_identity() as identity:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(vault.certificate))
        for name, value in identity.items():
            monkeypatch.setenv(name, value)
        yield vault


def test_a_vault_signs_and_its_public_key_verifies(program: Program, vault: Vault, workspace: Path) -> None:
    done = program("generate", MINIMAL, "-o", "out", "-q", "--sign-with", vault.address)
    assert (done.code, beside_advice(done.err)) == (0, "")
    assert vault.asked.count(f"POST /keys/signing/{VERSION}/sign") == 2
    _, _, pae, signature = bundle_at(workspace / "out" / RUN)
    vault.key.public_key().verify(signature, pae, ec.ECDSA(hashes.SHA256()))
    (workspace / "vault.pub").write_bytes(
        vault.key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    assert program("verify", "out", "--key", "vault.pub").code == 0
    again = program("generate", MINIMAL, "-o", "out", "--sign-with", vault.address)
    assert again.out.startswith("Ping: unchanged")


def test_a_vault_that_refuses_leaves_everything_as_it_was(program: Program, vault: Vault, workspace: Path) -> None:
    vault.status = 403
    done = program("generate", MINIMAL, "-o", "out", "--sign-with", vault.address)
    assert (done.code, codes(done)) == (3, ["signing-failed"])
    assert "Azure Key Vault did not sign (HTTP 403)" in done.err
    assert not (workspace / "out").exists()


def test_an_address_without_a_version_is_refused(program: Program, vault: Vault, workspace: Path) -> None:
    done = program("generate", MINIMAL, "-o", "out", "--sign-with", vault.address.rpartition("/")[0])
    assert (done.code, codes(done)) == (2, ["signing-key"])
    assert vault.asked == []
