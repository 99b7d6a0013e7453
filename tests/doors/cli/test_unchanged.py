"""What an earlier run of the same request made, whole, is not made again; whatever differs is."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agent import release
from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES, ROOT

Program = Callable[..., Outcome]
#: A bundle of which memory, attachments and exceptions are no part.
BUNDLE = (EXAMPLES / "minimal.yaml").read_text()
SAYS_SO = "Ping: unchanged for dev in out (27 files); 1 warning, 6 pieces of advice in report.json\n"
#: What a run asks for beyond the first one.
OTHERWISE = {
    "set": ("--set", "component.replicas=2"),
    "environment": ("--env", "staging"),
    "version": ("--kube-version", "1.30"),
    "part": ("--with", "kustomize"),
    "configuration": ("--only", "chart"),
}
#: Settings whose answer comes from outside: the same question may get another one.
ASKS_OTHERS = {"yamllint": ("--yamllint",), "kubectl": ("--kubectl",)}


@pytest.fixture(autouse=True)
def bundle(workspace: Path) -> Path:
    path = workspace / "ping.yaml"
    path.write_text(BUNDLE)
    return path


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    shutil.copytree(ROOT / "templates", folder)
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", str(folder))
    return folder


def state_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def ran(outcome: Outcome) -> bool:
    assert outcome.code == 0, outcome.err
    return "Ping: generated for" in outcome.out


def test_again_nothing_is_done_and_it_is_said(program: Program, workspace: Path) -> None:
    assert ran(program("generate", "ping.yaml"))
    before = state_of(workspace / "out")
    assert program("generate", "ping.yaml") == (0, SAYS_SO, "")
    assert state_of(workspace / "out") == before
    assert program("generate", "ping.yaml", "-q") == (0, "", "")


def test_neither_kernel_nor_helm_is_loaded_for_that(program: Program, workspace: Path) -> None:
    program("generate", "ping.yaml")
    command = [sys.executable, "-X", "importtime", "-m", "agent", "generate", "ping.yaml"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=workspace)
    assert done.stdout == SAYS_SO
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert {"semantic_kernel", "helm_python", "kubernetes_validate"}.isdisjoint(loaded)
    assert "pydantic" in loaded


def test_force_does_all_the_work(program: Program, workspace: Path) -> None:
    program("generate", "ping.yaml")
    events = (workspace / "out" / "events.jsonl").read_text()
    outcome = program("generate", "ping.yaml", "--force")
    assert ran(outcome)
    assert "(0 written, 27 unchanged, 0 removed)" in outcome.out
    assert (workspace / "out" / "events.jsonl").read_text() == events * 2
    assert program("generate", "ping.yaml").out == SAYS_SO


@pytest.mark.parametrize("flags", OTHERWISE.values(), ids=OTHERWISE)
def test_another_request_is_run(flags: tuple[str, str], program: Program) -> None:
    program("generate", "ping.yaml")
    assert ran(program("generate", "ping.yaml", *flags))
    assert "unchanged for" in program("generate", "ping.yaml", *flags).out
    assert ran(program("generate", "ping.yaml"))


@pytest.mark.parametrize("flags", ASKS_OTHERS.values(), ids=ASKS_OTHERS)
def test_what_asks_other_programs_is_always_run(
    flags: tuple[str], program: Program, kubectl_binary: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_KUBECTL", kubectl_binary)
    assert ran(program("generate", "ping.yaml", *flags))
    assert ran(program("generate", "ping.yaml", *flags))


@pytest.mark.parametrize("place", ["policies/naming.yaml", "overlays/dev.yaml", "helm/deployment/v2.yaml"])
def test_other_templates_are_another_request(place: str, program: Program, templates: Path) -> None:
    program("generate", "ping.yaml")
    assert program("generate", "ping.yaml").out == SAYS_SO
    with (templates / place).open("a") as file:
        file.write("# another one\n")
    assert ran(program("generate", "ping.yaml"))


def test_other_schemas_are_another_request(program: Program, workspace: Path) -> None:
    schema = {"type": "object", "properties": {"apiVersion": {"const": "a.io/v1"}, "kind": {"const": "A"}}}
    (workspace / "schemas").mkdir()
    (workspace / "schemas" / "a.json").write_text(json.dumps(schema))
    assert ran(program("generate", "ping.yaml", "--schemas", "schemas"))
    assert "unchanged" in program("generate", "ping.yaml", "--schemas", "schemas").out
    (workspace / "schemas" / "a.json").write_text(json.dumps({**schema, "title": "A"}))
    assert ran(program("generate", "ping.yaml", "--schemas", "schemas"))


def test_another_file_that_the_bundle_names_is_another_request(program: Program, bundle: Path) -> None:
    bundle.write_text(
        BUNDLE + "  files:\n    - {name: settings, mount_path: /etc/ping, paths: {ping.conf: ping.conf}}\n"
    )
    Path("ping.conf").write_text("one")
    assert ran(program("generate", "ping.yaml"))
    assert "unchanged" in program("generate", "ping.yaml").out
    Path("ping.conf").write_text("two")
    assert ran(program("generate", "ping.yaml"))


def test_another_spelling_is_the_same_request(program: Program, bundle: Path) -> None:
    program("generate", "ping.yaml")
    bundle.write_text("# a comment\n" + BUNDLE.replace("transport: http", "transport: 'http'"))
    assert program("generate", "ping.yaml").out == SAYS_SO


def test_another_release_is_another_request(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("generate", "ping.yaml")
    release.release.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(release, "__version__", "99.0.0")
        assert ran(program("generate", "ping.yaml"))
    release.release.cache_clear()


def test_what_is_missing_is_made_again(program: Program, workspace: Path) -> None:
    program("generate", "ping.yaml")
    (workspace / "out" / "report.json").unlink()
    outcome = program("generate", "ping.yaml")
    assert ran(outcome)
    assert "(1 written, 26 unchanged, 0 removed)" in outcome.out


def test_what_was_edited_is_a_conflict_as_ever(program: Program, workspace: Path) -> None:
    program("generate", "ping.yaml")
    path = workspace / "out" / "manifests" / "dev" / "service.yaml"
    status, content = path.stat(), path.read_bytes()
    path.write_bytes(content.replace(b"http", b"HTTP"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # neither time nor size tell
    outcome = program("generate", "ping.yaml")
    assert outcome.code == 2
    assert "file-edited" in outcome.err


def test_a_link_in_the_place_of_a_folder_is_a_conflict_as_ever(program: Program, workspace: Path) -> None:
    program("generate", "ping.yaml")
    (workspace / "out" / "manifests").rename(workspace / "elsewhere")
    (workspace / "out" / "manifests").symlink_to(workspace / "elsewhere")
    outcome = program("generate", "ping.yaml")
    assert outcome.code == 2
    assert "file-not-ours" in outcome.err


def test_what_others_put_beside_is_told_of_as_ever(program: Program, workspace: Path) -> None:
    program("generate", "ping.yaml")
    (workspace / "out" / "manifests" / "dev" / "more.yaml").write_text("kind: Pod\n")
    told = program("generate", "ping.yaml")
    assert told.out == SAYS_SO
    assert told.err == program("generate", "ping.yaml", "--force").err[-len(told.err) :]
    assert "warning file-unchecked  out/manifests/dev/more.yaml" in told.err


def test_an_index_that_was_cut_off_or_merged_is_none(program: Program, workspace: Path) -> None:
    program("generate", "ping.yaml")
    index = workspace / "out" / "artifacts.json"
    whole = index.read_text()
    for damaged in (whole[:200], whole.replace('  "request"', '<<<<<<< here\n  "request"')):
        index.write_text(damaged)
        assert ran(program("generate", "ping.yaml"))
        assert index.read_text() == whole


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"digest": "sha256:0", "artifacts": []}'])
def test_an_index_that_says_nothing_is_none(content: str, program: Program, workspace: Path) -> None:
    program("generate", "ping.yaml")
    (workspace / "out" / "artifacts.json").write_text(content)
    assert ran(program("generate", "ping.yaml"))


def test_what_was_saved_and_not_announced_is_announced(program: Program, workspace: Path) -> None:
    program("generate", "ping.yaml", "-q")
    events = workspace / "out" / "events.jsonl"
    whole = events.read_text()
    for left in ("", "\n".join(whole.splitlines()[:-1]) + "\n", whole[:-1]):
        events.write_text(left)
        assert ran(program("generate", "ping.yaml"))
        assert events.read_text().endswith(whole)
        assert program("generate", "ping.yaml").out == SAYS_SO


def test_a_run_that_could_not_announce_is_made_up_for(program: Program, workspace: Path) -> None:
    (workspace / "out" / "events.jsonl").mkdir(parents=True)
    first = program("generate", "ping.yaml")
    assert first.code == 3 or first.code == 2
    (workspace / "out" / "events.jsonl").rmdir()
    assert ran(program("generate", "ping.yaml"))
    assert len((workspace / "out" / "events.jsonl").read_text().splitlines()) == 4


def test_whoever_reads_the_events_from_stdout_gets_them_every_time(program: Program) -> None:
    first, again = (program("generate", "ping.yaml", "--events") for _ in range(2))
    assert first.out == again.out
    assert len(again.out.splitlines()) == 4


def test_refused_bundles_are_refused_again(program: Program, bundle: Path) -> None:
    program("generate", "ping.yaml")
    bundle.write_text(BUNDLE.replace("type: microservice", "type: microservise"))
    first, again = (program("generate", "ping.yaml") for _ in range(2))
    assert first == again
    assert first.code == 2


def test_blocked_runs_are_run_again(program: Program) -> None:
    flags = ("--env", "staging", "--set", "component.privileged=true")
    first, again = (program("generate", "ping.yaml", *flags) for _ in range(2))
    assert first == again
    assert first.code != 0


def test_an_exception_that_has_ended_since_is_another_request(
    program: Program, templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiver = {
        "check": "image-digest",
        "reason": "the registry has no digests",
        "approver": "platform",
        "expires": "2025-05-08",
    }
    (templates / "policies" / "exceptions.yaml").write_text(json.dumps({"policy_exceptions": [waiver]}))
    assert ran(program("generate", "ping.yaml"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1746657912 + 60 * 60))
    assert "unchanged" in program("generate", "ping.yaml").out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1746657912 + 2 * 24 * 60 * 60))
    assert ran(program("generate", "ping.yaml"))


def test_memory_that_was_lost_knows_the_trace_again(program: Program, workspace: Path, bundle: Path) -> None:
    program("generate", "ping.yaml")
    shutil.rmtree(workspace.parent / "state")
    assert program("generate", "ping.yaml").out == SAYS_SO
    bundle.write_text(
        "".join(
            line
            for line in BUNDLE.splitlines(True)
            if not line.startswith(("blueprint", "comp")) or line.startswith("component:")
        )
    )
    outcome = program("generate", "ping.yaml", "-o", "leaning")
    assert outcome.code == 0, outcome.err
    assert "unchanged" in program("generate", "ping.yaml", "-o", "leaning").out


def test_templates_that_had_to_be_replaced_are_no_answer(program: Program, templates: Path) -> None:
    program("generate", "ping.yaml")
    lost = templates / "policies" / "naming.yaml"
    text = lost.read_text()
    lost.unlink()
    lost.mkdir()
    for _ in range(2):
        outcome = program("generate", "ping.yaml")
        assert ran(outcome)
        assert "template-fallback" in outcome.err
    lost.rmdir()
    lost.write_text(text)
    assert ran(program("generate", "ping.yaml"))
    assert program("generate", "ping.yaml").out == SAYS_SO


def test_programs_are_told_the_same_as_by_the_run_itself(program: Program) -> None:
    first, again = (json.loads(program("generate", "ping.yaml", "--json").out) for _ in range(2))
    assert (first["status"], again["status"]) == ("generated", "unchanged")
    same = ("component", "failure", "digest", "environments", "artifacts", "events", "problems")
    assert {name: first[name] for name in same} == {name: again[name] for name in same}
    assert again["receipt"] == {**first["receipt"], "written": [], "unchanged": 27, "removed": []}
    assert [finding["code"] for finding in again["findings"]] == [finding["code"] for finding in first["findings"]]
    assert first.keys() - {"helm_lint"} == again.keys()  # nothing was linted


def test_of_many_only_what_changed_is_made(program: Program, workspace: Path) -> None:
    folder = workspace / "bundles"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.yaml").write_text(BUNDLE.replace("Ping", f"Ping{number}"))
    assert program("generate", "bundles").code == 0
    (folder / "1.yaml").write_text(BUNDLE.replace("Ping", "Ping1") + "  replicas: 2\n")
    told = [line.partition(" for ")[0] for line in program("generate", "bundles").out.splitlines()]
    assert told == ["Ping0: unchanged", "Ping1: generated", "Ping2: unchanged"]
    results = json.loads(program("generate", "bundles", "--json").out)
    assert [result["status"] for result in results] == ["unchanged"] * 3
