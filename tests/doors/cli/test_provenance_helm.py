"""Helm's own provenance file, held to by Helm itself."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pysequoia import Profile, Tsk

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_provenance import MINIMAL, codes, files_in
from tests.support.advice import beside_advice

Program = Callable[..., Outcome]
PROV = "charts/ping-1.0.0.tgz.prov"


def written(folder: Path, name: str) -> None:
    key = Tsk.generate(user_id="Platform <platform@example.org>", profile=Profile.RFC4880)
    (folder / f"{name}.asc").write_text(str(key))
    (folder / f"{name}.pub").write_bytes(bytes(key.extract_certificate()))


@pytest.fixture
def signed(program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written(workspace, "pgp")
    monkeypatch.setenv("INFRA_ENGINEER_HELM_SIGNING_KEY", "pgp.asc")
    done = program("generate", MINIMAL, "-o", "out", "-q")
    assert (done.code, beside_advice(done.err)) == (0, "")
    return workspace / "out"


def helm_verify(helm: str, archive: Path, ring: Path) -> subprocess.CompletedProcess[str]:
    command = [helm, "verify", str(archive), "--keyring", str(ring)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_helm_verifies_what_was_signed_and_nothing_else(
    program: Program, signed: Path, workspace: Path, helm_binary: str
) -> None:
    archive = signed / "charts" / "ping-1.0.0.tgz"
    done = helm_verify(helm_binary, archive, workspace / "pgp.pub")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "Signed by: Platform <platform@example.org>")
    written(workspace, "other")
    assert helm_verify(helm_binary, archive, workspace / "other.pub").returncode == 1
    archive.write_bytes(archive.read_bytes() + b"x")
    assert helm_verify(helm_binary, archive, workspace / "pgp.pub").returncode == 1
    assert codes(program("verify", "out/charts/ping-1.0.0.tgz", "--keyring", "pgp.pub")) == [
        "archive-unreadable",
        "provenance-digest",
    ]


def test_verify_says_the_same_as_helm(program: Program, signed: Path, workspace: Path) -> None:
    done = program("verify", "out", "--keyring", "pgp.pub")
    assert (done.code, done.out.splitlines()[1]) == (0, f"  {PROV}: 1 file: verified")
    assert program("verify", "out/charts/ping-1.0.0.tgz", "--keyring", "pgp.pub").code == 0
    assert json.loads(program("verify", "out", "--json").out)["status"] == "signed"
    written(workspace, "other")
    refused = program("verify", "out", "--keyring", "other.pub")
    assert (refused.code, codes(refused)) == (1, ["provenance-signature"])
    text = (signed / PROV).read_text()
    (signed / PROV).write_text(text.replace("name: ping", "name: pong"))
    assert codes(program("verify", "out", "--keyring", "pgp.pub")) == ["provenance-signature"]
    (signed / PROV).write_text("nothing\n")
    assert codes(program("verify", "out")) == ["provenance-unreadable"]
    (signed / PROV).unlink()
    assert codes(program("verify", "out", "--keyring", "pgp.pub")) == ["provenance-missing"]
    empty = workspace / "empty.pub"
    empty.write_text("no key")
    assert codes(program("verify", "out", "--keyring", "empty.pub")) == ["signing-key"]


def test_it_comes_and_goes_with_its_archive(
    program: Program, signed: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(signed)
    assert program("generate", MINIMAL, "-o", "out").out.startswith("Ping: unchanged")
    shutil.copytree(signed, workspace / "saved")
    monkeypatch.delenv("INFRA_ENGINEER_HELM_SIGNING_KEY")
    assert program("generate", MINIMAL, "-o", "out", "-q", "--force").code == 0
    assert files_in(signed) == before
    changed = program("generate", MINIMAL, "-o", "out", "--json", "--set", "component.replicas=3")
    assert json.loads(changed.out)["receipt"]["removed"] == [PROV]
    assert program("rollback", "--from", "saved", "-o", "out", "-q").code == 0
    assert files_in(signed) == before
    monkeypatch.setenv("INFRA_ENGINEER_HELM_SIGNING_KEY", "pgp.asc")
    written(workspace, "pgp")
    assert program("generate", MINIMAL, "-o", "out").out.startswith("Ping: generated")
    assert program("verify", "out", "--keyring", "pgp.pub").code == 0


def test_a_key_that_cannot_sign_is_refused_before_anything_is_made(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(workspace, "pgp")
    (workspace / "text").write_text("no key")
    for wrong in ("missing", "text", "pgp.pub"):
        monkeypatch.setenv("INFRA_ENGINEER_HELM_SIGNING_KEY", wrong)
        done = program("generate", MINIMAL, "-o", "out")
        assert (done.code, codes(done)) == (2, ["signing-key"])
        assert "Stack backtrace" not in done.err
    assert not (workspace / "out").exists()
