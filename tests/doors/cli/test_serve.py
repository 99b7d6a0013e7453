"""`serve` as a process: it tells its address, ends when it is told to, and listens on this machine alone."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.fleet import until
from tests.support.ports import free_port

Program = Callable[..., Outcome]
_SERVE = [sys.executable, "-m", "agent", "serve", "--port", "0"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_a_signal_and_ends_without_an_error(number: int, tmp_path: Path) -> None:
    environment = {**os.environ, "INFRA_ENGINEER_STATE_DIR": str(tmp_path)}
    with subprocess.Popen(_SERVE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stderr is not None
            said = server.stderr.readline()
            assert said.startswith("listening on http://127.0.0.1:")
            answer = httpx2.get(f"{said.split()[-1]}/healthz", timeout=60)
            assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
            assert "server" not in answer.headers
            server.send_signal(number)
            out, err = server.communicate(timeout=60)
        finally:
            server.kill()  # for what failed above: nobody waits for it
    assert (server.returncode, out, err) == (0, "", "")


def test_a_signal_that_comes_before_it_answers_ends_it_without_an_error(tmp_path: Path) -> None:
    port, environment = free_port(), {**os.environ, "INFRA_ENGINEER_STATE_DIR": str(tmp_path)}
    command = [*_SERVE[:-1], str(port)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as server:
        try:
            until(lambda: _is_taken(port))
            server.send_signal(signal.SIGHUP)
            out, err = server.communicate(timeout=60)
        finally:
            server.kill()
    assert (server.returncode, out) == (0, "")
    assert err in {"", f"listening on http://127.0.0.1:{port}\n"}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("broken.json", "error token-file-wrong  broken.json"),
        ("folder", "error token-file-unusable  folder"),
        ("lost.json", "error wrong-setting  environment INFRA_ENGINEER_TOKEN_FILE"),
    ],
)
def test_a_token_file_that_is_none_is_told_before_anybody_comes(
    name: str, told: str, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.json").write_text("{")
    Path("folder").mkdir()
    monkeypatch.setenv("INFRA_ENGINEER_TOKEN_FILE", name)
    assert program("serve", "--port", "0").err.splitlines()[0] == told


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104 - nobody listens there
def test_nobody_listens_for_other_machines_without_asking_who_they_are(host: str, program: Program) -> None:
    outcome = program("serve", "--host", host)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines()[0] == "error open-to-others  command line"


def test_a_port_that_is_taken(program: Program) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        outcome = program("serve", "--port", str(taken.getsockname()[1]))
    assert (outcome.code, outcome.err.splitlines()[0]) == (3, "error listen-failed  --port")


@pytest.mark.parametrize("host", ["", "192.0.2.1", "x" * 300])
def test_a_host_that_is_none_of_this_machine(host: str, program: Program) -> None:
    outcome = program("serve", "--host", host)
    assert outcome.code in {2, 3}
    assert outcome.err.startswith(("error listen-", "error open-to-others"))
    assert "Traceback" not in outcome.err
