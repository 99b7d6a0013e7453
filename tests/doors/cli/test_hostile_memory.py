"""What memory holds of others' texts acts on no terminal, and breaks no command."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent.bootstrap.memory import build_memory
from agent.settings import load_settings
from tests.doors.cli.conftest import Outcome
from tests.support.hostile_memory import ACTS, EARLIER, HOSTILE, RUN, TENANT, WAITING, fill

COMMANDS = [
    ["runs", "list"],
    ["runs", "list", "--component", HOSTILE],
    ["runs", "show", RUN],
    ["runs", "show", HOSTILE],
    ["runs", "artifacts", RUN],
    ["runs", "artifacts", RUN, "-o", "files"],
    ["runs", "export", RUN, "-o", "handover.zip"],
    ["diff", "--run", EARLIER, "--run", RUN],
    ["diff", "--run", EARLIER, "--run", RUN, "--full"],
    ["retry", RUN, "--reason", HOSTILE, "--dry-run"],
    ["rebuild", RUN],
    ["rollback", "--to", RUN, "-o", "out", "--reason", HOSTILE],
    ["approvals", "list", "--all"],
    ["approvals", "approve", WAITING, "--reason", HOSTILE],
    ["approvals", "reject", HOSTILE, "--reason", "why not"],
    ["events", "list"],
    ["events", "replay", RUN],
    ["events", "drop", HOSTILE],
    ["audit", "list"],
    ["audit", "list", "--who", HOSTILE],
    ["memory", "stats"],
    ["memory", "export", "memory.jsonl"],
    ["templates", "show", "helm-microservice-template-v3", "--uses"],
    ["templates", "show", HOSTILE],
    ["tokens", "list"],
    ["similar", "--trace", HOSTILE],
]


def test_no_command_lets_others_texts_act(program: Callable[..., Outcome], workspace: Path) -> None:
    fill(build_memory(load_settings()))
    for command in COMMANDS:
        arguments = [text.replace("\x00", "") for text in command]  # no program can be given it
        said = program(*arguments)
        assert said.code in (0, 1, 2), (command, said.err[:2_000])
        assert ({*said.out, *said.err} & ACTS, "Traceback" in said.err) == (set(), False), command
    assert "image-tag" in program("runs", "show", RUN, "--tenant", TENANT).out


@pytest.mark.parametrize("name", ["\ud800", "\x1b[31m", "x" * 100_000])
def test_a_name_that_is_none_is_told_in_one_line(name: str, program: Callable[..., Outcome], workspace: Path) -> None:
    said = program("runs", "show", name)
    assert (said.code, {*said.err} & ACTS, len(said.err) < 2_000) == (2, set(), True)
