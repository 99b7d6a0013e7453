"""Standard streams that are closed, full or without a reader: an exit code, a line where one can be read, no defect."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.generation import EXAMPLES, ROOT

MINIMAL = str(EXAMPLES / "minimal.yaml")
DIFFERENT = ("diff", MINIMAL, "-o", "nothing")
COMMANDS = [("version",), ("--help",), ("schema",), ("plan", MINIMAL)]
CLIENT = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
FIRST = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": CLIENT}


def started(redirected: str, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run the program as a shell does that redirects its streams."""
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirected}', "sh", sys.executable, "-m", "agent", *arguments],
        input=given,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )


def unwritten(why: str) -> list[str]:
    return [
        "error output-not-written  <stdout>",
        f"  the output cannot be written to standard output: {why}",
        "  mend: Give it a place that takes it, and run again; files that were saved are saved.",
    ]


@pytest.mark.parametrize(("redirected", "why"), [(">&-", "it is closed"), (">/dev/full", "No space left on device")])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_output_that_nobody_takes(command: tuple[str, ...], redirected: str, why: str) -> None:
    done = started(redirected, *command)
    assert (done.returncode, done.stderr.splitlines()) == (3, unwritten(why))


@pytest.mark.parametrize(("command", "code"), [*((command, 141) for command in COMMANDS), (DIFFERENT, 1)])
def test_a_reader_that_has_gone(command: tuple[str, ...], code: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-m", "agent", *command]
    done = subprocess.run(arguments, stdout=writer, stderr=subprocess.PIPE, env=environment, timeout=120)
    os.close(writer)
    assert (done.returncode, done.stderr) == (code, b"")


def test_the_other_stream_says_all_of_it_and_what_was_saved_is_saved(workspace: Path) -> None:
    whole = started("", "generate", MINIMAL, "-o", "whole")
    assert whole.returncode == 0
    for folder, form in (("lost", []), ("lost-json", ["--json"])):
        lost = started(">/dev/full", "generate", MINIMAL, "-o", folder, *form)
        assert lost.returncode == 3
        assert lost.stderr.splitlines() == [*whole.stderr.splitlines(), *unwritten("No space left on device")]
    tops = [workspace / name for name in ("whole", "lost", "lost-json")]
    whole_files, *lost_files = ({p.relative_to(top) for p in top.rglob("*")} for top in tops)
    assert lost_files == [whole_files] * 2


def test_events_that_a_closed_output_does_not_take_are_not_announced(workspace: Path) -> None:
    done = started(">&-", "generate", MINIMAL, "--events")
    assert done.returncode == 3
    assert [line.split()[1] for line in done.stderr.splitlines() if line.startswith("error")] == [
        "event-not-written",
        "not-announced",
    ]
    assert done.stderr.endswith(", but not announced\n")
    assert (workspace / "out" / "artifacts.json").is_file()


def test_messages_that_nobody_takes_change_nothing_else(workspace: Path) -> None:
    for redirected in ("2>&-", "2>/dev/full"):
        wrong = started(redirected, "plan", "nothing.yaml")
        assert (wrong.returncode, wrong.stdout, wrong.stderr) == (2, "", "")
    assert started("<&- >&- 2>&-", "generate", MINIMAL).returncode == 3
    assert (workspace / "out" / "artifacts.json").is_file()


@pytest.mark.parametrize("command", [("generate", "-"), ("validate", "-"), ("import", "-"), ("mcp",)])
def test_input_that_is_closed(command: tuple[str, ...]) -> None:
    done = started("<&-", *command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "error file-missing  <stdin>",
        "  standard input cannot be read: it is closed",
        "  mend: Give the program something to read there, or name a file.",
    ]


def test_closed_input_is_no_matter_to_who_does_not_read_it() -> None:
    assert started("<&-", "generate", MINIMAL, "--dry-run").returncode == 0


@pytest.mark.parametrize(("redirected", "code"), [(">&-", 3), (">/dev/full", 3), ("2>&-", 0)])
def test_a_server_without_a_stream(redirected: str, code: int) -> None:
    done = started(redirected, "mcp", given=f"{json.dumps(FIRST)}\n")
    said = {"2>&-": "", ">&-": "it is closed", ">/dev/full": "No space left on device"}[redirected]
    assert (done.returncode, done.stderr.splitlines()) == (code, unwritten(said) if said else [])


def test_what_programs_read_is_utf8_whatever_the_locale(workspace: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    arguments = [sys.executable, "-m", "agent", "generate", MINIMAL, "-o", "\u00f6ut \u2713"]
    done = subprocess.run(arguments, capture_output=True, env=environment, timeout=120)
    assert done.returncode == 0
    shown = done.stdout.decode("utf-8").splitlines()
    assert shown[:3] == [
        "Ping: generated for dev into \u00f6ut \u2713 (27 written, 0 unchanged, 0 removed)",
        "\u00f6ut \u2713",
        "\u251c\u2500\u2500 charts",
    ]
    assert (workspace / "\u00f6ut \u2713" / "artifacts.json").is_file()
