"""What is saved is signed if a key is set, and `verify` tells whether it still is what was signed, and by whom."""

import base64
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from tests.doors.cli.conftest import Outcome
from tests.support.advice import beside_advice
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
MINIMAL = str(EXAMPLES / "minimal.yaml")
RUN, ARCHIVE = "provenance/run.sigstore.json", "provenance/ping-1.0.0.tgz.sigstore.json"
CURVES = {"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1()}
HASHES = {"p256": hashes.SHA256(), "p384": hashes.SHA384(), "p521": hashes.SHA512()}


def written(folder: Path, key: Any, name: str = "key", password: bytes | None = None) -> Path:
    lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    (folder / f"{name}.pem").write_bytes(private)
    (folder / f"{name}.pub").write_bytes(public)
    return folder / f"{name}.pem"


@pytest.fixture
def key(workspace: Path) -> Any:
    made = ec.generate_private_key(ec.SECP256R1())
    written(workspace, made)
    return made


@pytest.fixture
def signed(program: Program, workspace: Path, key: Any) -> Path:
    """A signed output."""
    done = program("generate", MINIMAL, "-o", "out", "-q", "--sign-with", "key.pem")
    assert (done.code, beside_advice(done.err)) == (0, "")
    return workspace / "out"


def files_in(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != "events.jsonl")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def codes(outcome: Outcome) -> list[str]:
    words = (line.split() for line in outcome.err.splitlines())
    return [line[1] for line in words if len(line) > 1 and line[0] in ("error", "warning")]


def bundle_at(path: Path) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    """Return a bundle, its statement, what was signed as DSSE has it, and the signature; read without the product."""
    bundle = json.loads(path.read_bytes())
    envelope = bundle["dsseEnvelope"]
    payload, kind = base64.b64decode(envelope["payload"]), envelope["payloadType"].encode()
    pae = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    (signature,) = envelope["signatures"]
    return bundle, json.loads(payload), pae, base64.b64decode(signature["sig"])


def test_a_run_says_in_the_forms_of_the_field_what_it_made_of_what(signed: Path, key: Any) -> None:
    bundle, statement, pae, signature = bundle_at(signed / RUN)
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert bundle["mediaType"] == "application/vnd.dev.sigstore.bundle.v0.3+json"
    assert bundle["verificationMaterial"] == {
        "publicKey": {"hint": base64.b64encode(hashlib.sha256(der).digest()).decode()},
        "tlogEntries": [],
    }
    assert bundle["dsseEnvelope"]["payloadType"] == "application/vnd.in-toto+json"
    key.public_key().verify(signature, pae, ec.ECDSA(hashes.SHA256()))
    files = {path: content for path, content in files_in(signed).items() if not path.startswith("provenance/")}
    assert statement["subject"] == [
        {"name": path, "digest": {"sha256": hashlib.sha256(content).hexdigest()}}
        for path, content in sorted(files.items())
    ]
    index = json.loads(files["artifacts.json"])
    definition = statement["predicate"].pop("buildDefinition")
    assert definition.pop("resolvedDependencies")[0]["name"] == "bundle"
    builder = "https://connectsoft.dev/infrastructure-engineer-agent"
    assert definition == {
        "buildType": f"{builder}/component-bundle/v1",
        "externalParameters": {
            "run": "generate",
            "trace_id": "trace-ping-0001",
            "blueprint_id": "usecase-ping",
            "component_scope": "Demo",
            "agent_origin": yaml.safe_load(files["charts/ping/Chart.yaml"])["annotations"]["agent_origin"],
            "environments": [],
        },
        "internalParameters": {
            "artifacts_digest": index["digest"],
            "request_digest": index["request"],
            "profile": "platform",
            "kube_version": json.loads(files["report.json"])["kube_version"],
        },
    }
    execution = json.loads((signed / "events.jsonl").read_text().splitlines()[0])["execution_id"]
    assert statement["predicate"]["runDetails"]["metadata"] == {
        "invocationId": execution,
        "finishedOn": "2025-05-07T22:45:12Z",
    }
    assert statement["predicate"]["runDetails"]["builder"]["id"] == builder


def test_the_archive_that_is_published_has_a_statement_of_its_own(signed: Path, key: Any) -> None:
    _, statement, pae, signature = bundle_at(signed / ARCHIVE)
    key.public_key().verify(signature, pae, ec.ECDSA(hashes.SHA256()))
    digest = hashlib.sha256((signed / "charts/ping-1.0.0.tgz").read_bytes()).hexdigest()
    assert statement["subject"] == [{"name": "charts/ping-1.0.0.tgz", "digest": {"sha256": digest}}]


def test_signing_changes_no_artifact_and_the_same_key_signs_in_the_same_bytes(
    program: Program, signed: Path, workspace: Path
) -> None:
    for more in ([], ["--sign-with", "key.pem"]):
        assert program("generate", MINIMAL, "-o", f"out{len(more)}", "-q", *more).code == 0
    assert files_in(workspace / "out2") == files_in(signed)
    plain = {path: content for path, content in files_in(signed).items() if not path.startswith("provenance/")}
    assert files_in(workspace / "out0") == plain


@pytest.mark.parametrize("curve", sorted(CURVES))
def test_every_curve_signs_with_the_hash_that_belongs_to_it(program: Program, workspace: Path, curve: str) -> None:
    made = ec.generate_private_key(CURVES[curve])
    written(workspace, made)
    assert program("generate", MINIMAL, "-o", "out", "-q", "--sign-with", "key.pem").code == 0
    _, _, pae, signature = bundle_at(workspace / "out" / RUN)
    made.public_key().verify(signature, pae, ec.ECDSA(HASHES[curve]))
    assert program("verify", "out", "--key", "key.pub").code == 0


def test_an_encrypted_key_of_the_settings_signs_and_its_password_is_told_nowhere(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ed25519.Ed25519PrivateKey.generate()
    written(workspace, made, password=b"open-sesame")
    monkeypatch.setenv("INFRA_ENGINEER_SIGNING_KEY", "key.pem")
    refused = program("generate", MINIMAL, "-o", "out")
    assert (refused.code, codes(refused)) == (2, ["signing-key"])
    assert "Set INFRA_ENGINEER_SIGNING_KEY_PASSWORD" in refused.err
    assert not (workspace / "out").exists()
    monkeypatch.setenv("INFRA_ENGINEER_SIGNING_KEY_PASSWORD", "open-barley")
    assert codes(program("generate", MINIMAL, "-o", "out")) == ["signing-key"]
    monkeypatch.setenv("INFRA_ENGINEER_SIGNING_KEY_PASSWORD", "open-sesame")
    done = program("generate", MINIMAL, "-o", "out", "--json")
    assert done.code == 0
    _, _, pae, signature = bundle_at(workspace / "out" / RUN)
    made.public_key().verify(signature, pae)
    said = [refused.out, refused.err, done.out, done.err, *map(str, files_in(workspace).values())]
    assert [text for text in said if "open-sesame" in text] == []
    verified = program("verify", "out", "--key", "key.pub")
    assert verified.out.startswith("out: verified (28 files as recorded, trace trace-ping-0001; ")


@pytest.mark.parametrize("wrong", ["missing", "text", "public", "rsa"])
def test_a_key_that_cannot_sign_is_refused_before_anything_is_made(
    program: Program, workspace: Path, key: Any, wrong: str
) -> None:
    if wrong == "rsa":
        written(workspace, rsa.generate_private_key(65537, 2048), "wrong")
    elif wrong != "missing":
        (workspace / "wrong.pem").write_bytes(b"key" if wrong == "text" else (workspace / "key.pub").read_bytes())
    done = program("generate", MINIMAL, "-o", "out", "--sign-with", "wrong.pem")
    assert (done.code, codes(done)) == (2, ["signing-key"])
    assert not (workspace / "out").exists()


def test_what_was_signed_by_the_key_of_today_is_not_made_again(program: Program, signed: Path, workspace: Path) -> None:
    before = files_in(signed)
    again = program("generate", MINIMAL, "-o", "out", "--sign-with", "key.pem")
    assert again.out.startswith("Ping: unchanged")
    assert program("generate", MINIMAL, "-o", "out").out.startswith("Ping: unchanged")
    assert files_in(signed) == before
    written(workspace, ec.generate_private_key(ec.SECP256R1()), "other")
    other = program("generate", MINIMAL, "-o", "out", "--sign-with", "other.pem")
    assert other.out.startswith("Ping: generated for dev into out (2 written, 27 unchanged, 0 removed)")
    assert program("verify", "out", "--key", "other.pub").code == 0
    shutil.rmtree(signed / "provenance")
    assert program("generate", MINIMAL, "-o", "out", "--sign-with", "other.pem").out.startswith("Ping: generated")
    assert program("verify", "out", "--key", "other.pub").code == 0


def test_statements_go_with_the_files_that_they_are_about(program: Program, signed: Path) -> None:
    before = files_in(signed)
    assert program("generate", MINIMAL, "-o", "out", "-q", "--force").code == 0
    assert files_in(signed) == before
    changed = program("generate", MINIMAL, "-o", "out", "--json", "--set", "component.replicas=3")
    assert json.loads(changed.out)["receipt"]["removed"] == [ARCHIVE, RUN]
    assert not (signed / "provenance").exists()


def test_a_file_of_somebody_else_in_their_place_is_not_replaced(program: Program, workspace: Path, key: Any) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    theirs = workspace / "out" / RUN
    theirs.parent.mkdir()
    theirs.write_text("{}\n")
    refused = program("generate", MINIMAL, "-o", "out", "--sign-with", "key.pem")
    assert (refused.code, codes(refused)) == (2, ["file-not-ours"])
    assert theirs.read_text() == "{}\n"
    assert codes(program("verify", "out")) == ["provenance-unreadable"]
    assert program("generate", MINIMAL, "-o", "out", "-q", "--sign-with", "key.pem", "--overwrite").code == 0
    assert program("verify", "out", "--key", "key.pub").code == 0


def test_what_comes_back_brings_its_signatures_along_or_is_signed_anew(
    program: Program, signed: Path, workspace: Path
) -> None:
    shutil.copytree(signed, workspace / "saved")
    assert program("generate", MINIMAL, "-o", "out", "-q", "--set", "component.replicas=3").code == 0
    assert program("rollback", "--from", "saved", "-o", "out", "-q").code == 0
    assert files_in(signed) == files_in(workspace / "saved")
    assert program("rollback", "--from", "saved", "-o", "out", "-q", "--sign-with", "key.pem").code == 0
    _, statement, _, _ = bundle_at(signed / RUN)
    asked = statement["predicate"]["buildDefinition"]["externalParameters"]
    assert (asked["run"], asked["previous_execution_id"]) == (
        "rollback",
        bundle_at(workspace / "saved" / RUN)[1]["predicate"]["runDetails"]["metadata"]["invocationId"],
    )
    assert program("verify", "out", "--key", "key.pub").code == 0
    assert program("republish", "out", "-q", "--sign-with", "key.pem").code == 0
    _, statement, _, _ = bundle_at(signed / RUN)
    assert statement["predicate"]["buildDefinition"]["externalParameters"]["run"] == "republish"


def test_what_nobody_signed_is_called_unsigned(program: Program, workspace: Path, key: Any) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    done = program("verify", "out")
    assert done.out == "out: unsigned (28 files as recorded, trace trace-ping-0001; nobody signed for it)\n"
    assert (done.code, beside_advice(done.err)) == (0, "")
    asked = program("verify", "out", "--key", "key.pub")
    assert (asked.code, codes(asked)) == (1, ["provenance-missing"])
    archive = program("verify", "out/charts/ping-1.0.0.tgz")
    assert archive.out == (
        "out/charts/ping-1.0.0.tgz: unsigned (1 file as recorded, trace trace-ping-0001; nobody signed for it)\n"
    )


def test_signatures_are_told_of_and_without_a_key_not_believed(program: Program, signed: Path) -> None:
    done = json.loads(program("verify", "out", "--json").out)
    assert (done["status"], done["files"], "problems" in done and done["problems"]) == ("signed", 28, [])
    assert [(each["path"], each["files"], each.get("verified")) for each in done["attestations"]] == [
        (ARCHIVE, 1, None),
        (RUN, 28, None),
    ]
    verified = json.loads(program("verify", "out", "--key", "key.pub", "--json").out)
    assert verified["status"] == "verified"
    assert [each["verified"] for each in verified["attestations"]] == [True, True]
    assert program("verify", "out/charts/ping-1.0.0.tgz", "--key", "key.pub").code == 0


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def _forge(out: Path) -> None:
    """Change a file and let the index say so, as somebody does who knows how it is made."""
    _edit(out / "charts/ping/README.md", "Ping", "Pong")
    index = json.loads((out / "artifacts.json").read_text())
    for entry in index["artifacts"]:
        content = (out / entry["path"]).read_bytes()
        entry["sha256"], entry["size"] = hashlib.sha256(content).hexdigest(), len(content)
    lines = sorted(f"{e['sha256']}  {e['path']}\n" for e in index["artifacts"] if e["path"] != "report.json")
    digest = "sha256:" + hashlib.sha256("".join(lines).encode()).hexdigest()
    _edit(out / "report.json", index["digest"], digest)
    for entry in index["artifacts"]:
        if entry["path"] == "report.json":
            entry["sha256"] = hashlib.sha256((out / "report.json").read_bytes()).hexdigest()
    index["digest"] = digest
    (out / "artifacts.json").write_text(json.dumps(index, indent=2) + "\n")


def _reseal(out: Path) -> None:
    """Change what a statement says and leave its signature."""
    bundle = json.loads((out / RUN).read_text())
    payload = base64.b64decode(bundle["dsseEnvelope"]["payload"]).replace(b"trace-ping-0001", b"trace-pong-0001")
    bundle["dsseEnvelope"]["payload"] = base64.b64encode(payload).decode()
    (out / RUN).write_text(json.dumps(bundle))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda out: _edit(out / "manifests/dev/service.yaml", "port: 80", "port: 81"), ["record-file-changed"]),
        (lambda out: (out / "charts/ping/values.yaml").unlink(), ["record-file-missing"]),
        (lambda out: (out / "charts/ping/templates/extra.yaml").write_text("a: 1\n"), ["record-file-added"]),
        (_forge, ["provenance-digest"] * 3),
        (_reseal, ["provenance-signature", "provenance-trace"]),
        (lambda out: (out / RUN).unlink(), ["provenance-missing"]),
        (lambda out: (out / RUN).write_text("{"), ["provenance-unreadable"]),
    ],
)
def test_whatever_was_changed_is_found(
    program: Program, signed: Path, change: Callable[[Path], None], found: list[str]
) -> None:
    change(signed)
    done = program("verify", "out", "--key", "key.pub")
    assert (done.code, sorted(codes(done))) == (1, found)
    assert done.out.startswith("out: failed (")


def test_another_key_is_not_the_one_that_signed(program: Program, signed: Path, workspace: Path) -> None:
    written(workspace, ed25519.Ed25519PrivateKey.generate(), "other")
    done = program("verify", "out", "--key", "other.pub")
    assert (done.code, codes(done)) == (1, ["provenance-signature", "provenance-signature"])
    assert "not by this key" in done.out


def test_where_nothing_is_to_verify_it_is_said(program: Program, workspace: Path) -> None:
    assert [program("verify", "nowhere").code, program("verify", ".").code] == [2, 2]
    (workspace / "x.tgz").write_bytes(b"no archive")
    assert program("verify", "x.tgz").code == 1
