"""Signals end the program in its own way: with a code of their own, nothing half-done, and no process left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.support.generation import EXAMPLES, ROOT

pytestmark = pytest.mark.xdist_group("signals")

MINIMAL, ORDER = str(EXAMPLES / "minimal.yaml"), str(EXAMPLES / "order-service.yaml")
INTERRUPTED = ["interrupted; what is not reported above was not changed"]
_PATIENCE_SECONDS = 120
#: A program that stays, as a helm that hangs.
_STAYING = '#!/bin/sh\ntouch "$0-$$"\nexec sleep 600\n'
#: A signal comes as soon as the program changes files for the n-th time.
_WHILE_SAVING = """
import os, signal, sys
from pathlib import Path
from agent.doors.cli.main import run

whole, left = Path.write_bytes, [int(sys.argv.pop(1))]

def written(path, content):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGTERM)
    return whole(path, content)

Path.write_bytes = written
run()
"""
#: A signal comes while a destructor runs, and an exception in there is dropped.
_WHILE_DESTROYING = """
import os, signal, time
from agent.doors.cli.main import run
from agent.use_cases import version

class Destroyed:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.001)

def slow():
    Destroyed()
    time.sleep(60)

version.version = slow
run()
"""


def _as_at_a_terminal() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _as_under_nohup() -> None:
    _as_at_a_terminal()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


@contextmanager
def working(folder: Path, *bundles: str, nohup: bool = False) -> Iterator[subprocess.Popen[str]]:
    """Start a run whose Helm hangs; give it once as many of them hang as there are bundles."""
    helm = folder / "helm"
    helm.write_text(_STAYING)
    helm.chmod(0o755)
    settings = {"INFRA_ENGINEER_HELM_ENGINE": "binary", "INFRA_ENGINEER_HELM_BINARY": str(helm)}
    process = subprocess.Popen(
        [sys.executable, "-m", "agent", "generate", *bundles, "--jobs", str(len(bundles))],
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_as_under_nohup if nohup else _as_at_a_terminal,
    )
    try:
        _wait(lambda: len(list(folder.glob("helm-*"))) >= len(bundles) or process.poll() is not None)
        yield process
    finally:
        process.kill()
        process.communicate()


def _wait(done: Callable[[], bool]) -> None:
    end = monotonic() + _PATIENCE_SECONDS
    while not done() and monotonic() < end:
        sleep(0.05)


def _live(session: int) -> list[str]:
    """Return the processes of a session, without those that only nobody has asked for their code."""
    listed = subprocess.run(["ps", "-e", "-o", "sess=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [row[2] for row in rows if row[0] == str(session) and not row[1].startswith("Z")]


def _ends_without_a_trace(process: subprocess.Popen[str], workspace: Path, code: int, said: str = "") -> None:
    out, err = process.communicate(timeout=_PATIENCE_SECONDS)
    assert (process.returncode, out, (said + err).splitlines()) == (code, "", INTERRUPTED)
    _wait(lambda: not _live(process.pid))
    assert _live(process.pid) == []
    assert list(workspace.iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_run_ends_with_what_it_started(workspace: Path, tmp_path: Path, number: signal.Signals, code: int) -> None:
    with working(tmp_path, MINIMAL) as process:
        process.send_signal(number)
        assert process.stderr is not None
        said = process.stderr.readline()
        process.send_signal(signal.SIGINT)  # who is impatient does not break off the clearing away
        _ends_without_a_trace(process, workspace, code, said)


@pytest.mark.parametrize("to_all", [False, True])
def test_worker_processes_end_with_the_run(workspace: Path, tmp_path: Path, to_all: bool) -> None:
    with working(tmp_path, MINIMAL, ORDER) as process:
        if to_all:
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.SIGTERM)
        _ends_without_a_trace(process, workspace, 130 if to_all else 143)


def test_worker_processes_end_when_the_run_is_killed(workspace: Path, tmp_path: Path) -> None:
    with working(tmp_path, MINIMAL, ORDER) as process:
        process.kill()
        assert process.wait() == -signal.SIGKILL
        _wait(lambda: not _live(process.pid))
        assert _live(process.pid) == []
        assert list(workspace.iterdir()) == []


def test_what_is_ignored_from_the_start_stays_ignored(workspace: Path, tmp_path: Path) -> None:
    with working(tmp_path, MINIMAL, nohup=True) as process:
        process.send_signal(signal.SIGHUP)
        sleep(0.2)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _ends_without_a_trace(process, workspace, 143)


def _ended(code: str, *arguments: str) -> tuple[int, str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=_PATIENCE_SECONDS,
        preexec_fn=_as_at_a_terminal,
    )
    return done.returncode, done.stdout, done.stderr.splitlines()


@pytest.mark.parametrize("change", [1, 9, 27])
def test_a_save_that_is_interrupted_is_taken_back(workspace: Path, change: int) -> None:
    assert _ended(_WHILE_SAVING, str(change), "generate", MINIMAL) == (143, "", INTERRUPTED)
    assert list(workspace.iterdir()) == []


def test_a_signal_in_a_destructor_is_not_lost() -> None:
    assert _ended(_WHILE_DESTROYING, "version") == (143, "", INTERRUPTED)
