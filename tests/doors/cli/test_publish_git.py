"""Runs are published into a real Git repository: one commit each, and nothing of others is lost."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric import ec

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_provenance import MINIMAL, codes, files_in, written
from tests.support.advice import beside_advice

Program = Callable[..., Outcome]
FOLDER = "infrastructure/ping"
CHANGED = ("--set", "component.replicas=3")
TRAILERS = "Trace-Id: trace-ping-0001\nBlueprint-Id: usecase-ping\nExecution-Id: exec-3917ffb741a1\n"


def git(*arguments: str, stdin: str = "") -> str:
    """Run git by hand, with nobody's settings."""
    names = {f"GIT_{who}_{what}": "somebody@localhost" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    alone = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", *arguments]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, check=True, env=alone, timeout=60
    ).stdout


class Remote:
    """A bare repository on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        git("init", "--quiet", "--bare", "--initial-branch=main", str(folder))

    @property
    def place(self) -> str:
        return f"git+file://{self.folder}#main"

    def __call__(self, *arguments: str, stdin: str = "") -> str:
        return git("--git-dir", str(self.folder), *arguments, stdin=stdin)

    def write(self, path: str, text: str, mode: str = "100644") -> None:
        """Commit a file as somebody else does."""
        tip = self.tip()
        start = f"from {tip}\n" if tip else ""
        who = "committer somebody <somebody@localhost> 1 +0000\n"
        stream = f"commit refs/heads/main\n{who}data 1\nx\n{start}M {mode} inline {path}\ndata {len(text)}\n{text}\n"
        self("fast-import", "--quiet", stdin=stream)

    def hook(self, script: str) -> None:
        hook = self.folder / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{script}\n")
        hook.chmod(0o755)

    def tip(self, branch: str = "main") -> str:
        return self("for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}").strip()

    def files(self, branch: str = "main") -> list[str]:
        return self("ls-tree", "-r", "--name-only", branch).splitlines()

    def show(self, path: str, branch: str = "main") -> str:
        return self("show", f"{branch}:{path}")

    def commits(self, branch: str = "main") -> int:
        return int(self("rev-list", "--count", branch))


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    return Remote(tmp_path / "gitops.git")


def test_a_run_is_one_commit_with_its_trailers_in_the_policys_folder(
    program: Program, remote: Remote, workspace: Path
) -> None:
    done = program("generate", MINIMAL, "-o", "out", "-q", "--json", "--publish", remote.place)
    assert (done.code, beside_advice(done.err)) == (0, "")
    (published,) = json.loads(done.out)["receipt"]["published"]
    saved = files_in(workspace / "out")
    assert (published["location"], sorted(published["written"])) == (remote.place, sorted(saved))
    assert remote.files() == sorted(f"{FOLDER}/{path}" for path in saved)
    out = workspace / "checked-out"
    git("clone", "--quiet", "--branch=main", str(remote.folder), str(out))
    assert files_in(out / FOLDER) == saved
    assert remote("log", "--format=%(trailers)", "main").strip() == TRAILERS.strip()
    assert remote("log", "--format=%an %cI", "main") == "infrastructure-engineer-agent 2025-05-07T22:45:12+00:00\n"


def test_what_is_there_is_not_committed_again_and_the_same_run_is_the_same_files(
    program: Program, remote: Remote, tmp_path: Path
) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", remote.place).code == 0
    first = remote.tip()
    assert program("generate", MINIMAL, "-o", "out", "--publish", remote.place).out.startswith("Ping: unchanged")
    again = program("generate", MINIMAL, "-o", "other", "--publish", remote.place)
    assert f"Ping: published to {remote.place} (0 written, " in again.out
    assert remote.tip() == first
    other = Remote(tmp_path / "second.git")
    assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", other.place).code == 0
    for folder in ("charts", "manifests"):
        assert other("rev-parse", f"main:{FOLDER}/{folder}") == remote("rev-parse", f"main:{FOLDER}/{folder}")


def test_what_a_run_no_longer_has_goes_and_files_of_others_stay(program: Program, remote: Remote) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", remote.place).code == 0
    remote.write(f"{FOLDER}/OWNERS", "us\n")
    remote.write("README.md", "hello\n")
    before = remote.files()
    slim = program("generate", MINIMAL, "-o", "new", "-q", "--without", "manifests", "--publish", remote.place)
    assert (slim.code, beside_advice(slim.err)) == (0, "")
    gone = set(before) - set(remote.files())
    assert gone == {path for path in before if path.startswith(f"{FOLDER}/manifests/")} != set()
    assert (remote.show(f"{FOLDER}/OWNERS"), remote.show("README.md")) == ("us\n", "hello\n")
    assert remote.commits() == 4


def test_what_somebody_edited_is_replaced_only_where_that_is_wanted(program: Program, remote: Remote) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", remote.place).code == 0
    edited = f"{FOLDER}/charts/ping/values.yaml"
    remote.write(edited, "mine: true\n")
    tip = remote.tip()
    refused = program("generate", MINIMAL, "-o", "new", *CHANGED, "--publish", remote.place)
    assert (refused.code, codes(refused)) == (2, ["git-edited"])
    assert (remote.tip(), Path("new").exists()) == (tip, False)
    done = program("generate", MINIMAL, "-o", "new", "-q", *CHANGED, "--publish", remote.place, "--overwrite")
    assert done.code == 0
    assert remote.show(edited) == Path("new/charts/ping/values.yaml").read_text()


@pytest.mark.parametrize(
    ("path", "mode", "text"),
    [
        ("infrastructure", "120000", "/etc"),
        (FOLDER, "120000", "../elsewhere"),
        (FOLDER, "100644", "a file"),
        (f"{FOLDER}/charts", "120000", "/etc"),
        (f"{FOLDER}/report.json", "120000", "/etc/passwd"),
        (f"{FOLDER}/report.json/inside", "100644", "a folder"),
    ],
)
def test_what_stands_in_the_way_is_refused(program: Program, remote: Remote, path: str, mode: str, text: str) -> None:
    remote.write(path, text, mode)
    tip = remote.tip()
    refused = program("generate", MINIMAL, "-o", "out", "--publish", remote.place, "--overwrite")
    assert (refused.code, codes(refused)) == (2, ["git-path"])
    assert (remote.tip(), Path("out").exists()) == (tip, False)


def test_a_repository_that_refuses_loses_nothing_and_the_same_command_goes_on(program: Program, remote: Remote) -> None:
    remote.hook("echo not today >&2; exit 1")
    refused = program("generate", MINIMAL, "-o", "out", "--publish", remote.place)
    assert (refused.code, codes(refused)) == (3, ["git-failed"])
    assert "not today" in refused.err
    assert (remote.tip(), Path("out").exists()) == ("", False)
    remote.hook("exit 0")
    assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", remote.place).code == 0
    assert remote.commits() == 1


def test_a_commit_that_lost_a_race_is_made_anew_on_what_won(program: Program, remote: Remote) -> None:
    remote.write("README.md", "hello\n")
    # Somebody else's commit comes in between looking and pushing, the first two times.
    hand = 'git commit-tree -p "$1" -m theirs "$1^{tree}"'
    remote.hook(
        "set -e; unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\n"
        "n=$(cat races 2>/dev/null || echo 0); [ $n -lt 2 ] || exit 0; echo $((n + 1)) > races\n"
        "export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x\n"
        f"set -- $(git rev-parse main); git update-ref refs/heads/main $({hand})"
    )
    done = program("generate", MINIMAL, "-o", "out", "-q", "--publish", remote.place)
    assert (done.code, beside_advice(done.err)) == (0, "")
    assert remote("log", "--format=%s", "main").splitlines() == ["Infrastructure of ping", "theirs", "theirs", "x"]
    assert f"{FOLDER}/report.json" in remote.files()


def test_who_loses_every_race_is_told(program: Program, remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.artifact_emitter.sinks.git.sink._PAUSE_SECONDS", 0.0)
    remote.write("README.md", "hello\n")
    (remote.folder / "refs" / "heads" / "main.lock").write_text("")
    refused = program("generate", MINIMAL, "-o", "out", "--publish", remote.place)
    assert (refused.code, codes(refused)) == (3, ["git-busy"])


def test_two_that_push_at_once_both_get_through(remote: Remote, workspace: Path) -> None:
    def generate(name: str) -> subprocess.CompletedProcess[str]:
        bundle = yaml.safe_load(Path(MINIMAL).read_text())
        bundle["component"]["name"] = name
        (workspace / f"{name}.yaml").write_text(yaml.safe_dump(bundle))
        call = "import sys; from agent.doors.cli.main import run; sys.exit(run())"
        command = [sys.executable, "-c", call, "generate", f"{name}.yaml", "-o", name, "-q", "--publish", remote.place]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)

    with ThreadPoolExecutor() as pool:
        done = list(pool.map(generate, ["Ping", "Pong"]))
    assert [(one.returncode, beside_advice(one.stderr)) for one in done] == [(0, "")] * 2
    assert remote.commits() == 2
    assert {path.split("/")[1] for path in remote.files()} == {"ping", "pong"}


def test_a_pull_request_has_a_branch_by_the_policy(
    program: Program, remote: Remote, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = workspace / "own" / "policies"
    policies.mkdir(parents=True)
    naming = yaml.safe_load((Path(__file__).parents[3] / "templates/policies/naming.yaml").read_text())
    naming["git_pull_request_branch"] = "infra/{component}/{execution_id}"
    (policies / "naming.yaml").write_text(yaml.safe_dump(naming))
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", str(workspace / "own"))
    branch = "infra/ping/exec-3917ffb741a1"
    remote.write("README.md", "hello\n")
    base = remote.tip()
    done = program("generate", MINIMAL, "-o", "out", "--publish", remote.place)
    assert (done.code, f"published to {remote.place} in the branch {branch} (" in done.out) == (0, True)
    assert (remote.tip(), remote("rev-parse", f"{branch}^").strip()) == (base, base)
    waiting, head = program("generate", MINIMAL, "-o", "out", "--publish", remote.place), remote.tip(branch)
    assert f"in the branch {branch} (0 written, " in waiting.out
    assert remote.commits(branch) == 2
    remote("update-ref", "refs/heads/main", head)
    assert program("generate", MINIMAL, "-o", "out", "--publish", remote.place).out.startswith("Ping: unchanged")


def test_tenants_have_folders_of_their_own(program: Program, remote: Remote) -> None:
    done = program("generate", MINIMAL, "-o", "out", "-q", "-t", "acme", "-t", "other", "--publish", remote.place)
    assert (done.code, remote.commits()) == (0, 2)
    assert {"/".join(path.split("/")[:3]) for path in remote.files()} == {f"acme/{FOLDER}", f"other/{FOLDER}"}


def test_a_branch_that_is_not_there_is_created_in_an_empty_repository_alone(program: Program, remote: Remote) -> None:
    remote.write("README.md", "hello\n")
    refused = program("generate", MINIMAL, "-o", "out", "--publish", f"git+file://{remote.folder}#mian")
    assert (refused.code, codes(refused)) == (2, ["git-branch"])
    nowhere = program("generate", MINIMAL, "-o", "out", "--publish", f"git+file://{remote.folder}x#main")
    assert (nowhere.code, codes(nowhere)) == (3, ["git-failed"])
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "address",
    [
        "git+ext::sh -c touch% owned#main",
        "git+https://-oProxyCommand=x/a#main",
        "git+ssh://-oProxyCommand=touch/a#main",
        "git+ssh://-x@host/a#main",
        "git+https://user:password@host/a#main",
        "git+http://host/a#main",
        "git+file:///a.git",
        "git+file:///a.git#",
        "git+file:///a.git#--upload-pack=x",
        "git+file:///a.git#a..b",
        "git+file:///a.git#a.lock",
        "git+file:///a.git#main:../up",
        "git+file:///a.git#main:.git/hooks",
        "git+file:///a.git\n#main",
        "git+file://host/a.git#main",
    ],
)
def test_an_address_that_is_none_is_refused_before_git_is_run(
    program: Program, workspace: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    done = program("generate", MINIMAL, "-o", "out", "--publish", address)
    assert (done.code, codes(done)) == (2, ["publish-place"])
    assert list(workspace.iterdir()) == []


def test_without_git_that_is_said(
    program: Program, remote: Remote, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.artifact_emitter.sinks.git.program.shutil.which", lambda _: None)
    done = program("generate", MINIMAL, "-o", "out", "--publish", remote.place)
    assert (done.code, codes(done)) == (3, ["git-missing"])


def test_settings_of_others_run_nothing(
    program: Program, remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, trap = tmp_path / "home", tmp_path / "trap"
    (home / "hooks").mkdir(parents=True)
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    (home / "hooks" / "pre-push").symlink_to(trap)
    (home / ".gitconfig").write_text(f'[core]\nhooksPath = {home}/hooks\n[url "ext::{trap}"]\ninsteadOf = file://\n')
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / ".gitconfig"))
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "file:ext")
    done = program("generate", MINIMAL, "-o", "out", "-q", "--publish", remote.place)
    assert (done.code, beside_advice(done.err), (tmp_path / "sprung").exists()) == (0, "", False)


def test_a_server_that_gives_single_files_is_asked_for_those_alone(program: Program, remote: Remote) -> None:
    remote("config", "uploadpack.allowFilter", "true")
    remote("config", "uploadpack.allowAnySHA1InWant", "true")
    assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", remote.place).code == 0
    remote.write("README.md", "hello\n")
    done = program("generate", MINIMAL, "-o", "out", "-q", *CHANGED, "--publish", remote.place)
    assert (done.code, beside_advice(done.err)) == (0, "")
    assert remote.show(f"{FOLDER}/report.json") == Path("out/report.json").read_text()
    again = program("generate", MINIMAL, "-o", "out", *CHANGED, "--publish", remote.place)
    assert (again.out.startswith("Ping: unchanged"), remote.commits()) == (True, 3)
    remote("fsck", "--strict")


def test_what_is_signed_goes_along_and_is_replaced_and_removed_with_the_rest(
    program: Program, remote: Remote, workspace: Path
) -> None:
    written(workspace, ec.generate_private_key(ec.SECP256R1()))
    signing = ("--sign-with", "key.pem", "--publish", remote.place)
    assert program("generate", MINIMAL, "-o", "out", "-q", *signing).code == 0
    assert program("generate", MINIMAL, "-o", "out", *signing).out.startswith("Ping: unchanged")
    assert program("generate", MINIMAL, "-o", "out", "-q", *CHANGED, *signing).code == 0
    git("clone", "--quiet", "--branch=main", str(remote.folder), "copy")
    assert program("verify", f"copy/{FOLDER}", "--key", "key.pub").code == 0
    assert program("generate", MINIMAL, "-o", "new", "-q", "--publish", remote.place).code == 0
    assert [path for path in remote.files() if "/provenance/" in path] == []
