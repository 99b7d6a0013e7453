"""docs/prompts.md, run as a prompt engineer would."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from agent.evaluation.assertions import KINDS
from tests.doors.cli.conftest import Outcome
from tests.support.chat_server import ChatServer, completion
from tests.support.generation import ROOT

PAGE = (ROOT / "docs" / "prompts.md").read_text()
#: Exit codes of commands that end with another one than 0, as the page says.
CODES = {"diff": 1, "eval input --version 2 --version 3": 1}


def steps() -> list[tuple[str, str]]:
    """Every command of the page with the output that it shows."""
    blocks = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    found = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1]) for part in found]


def shape(shown: str) -> str:
    """What is shown as a pattern: an ellipsis stands for anything."""
    return "(.|\n)*?".join(re.escape(part) for part in shown.split("…"))


def answers() -> list[str]:
    """What the stand-in answered to each case, in the order of the data set."""
    dataset = yaml.safe_load((ROOT / "prompts" / "input" / "evals" / "plans.yaml").read_text())
    folder = ROOT / "prompts" / "input" / "recordings" / "v2" / "scripted"
    found = []
    for case in dataset["cases"]:
        (path,) = folder.glob(f"{case['name']}.*.yaml")
        found.append(yaml.safe_load(path.read_text())["takes"][0]["answer"]["text"])
    return found


def test_the_walk_through(
    program: Callable[..., Outcome],
    served: Callable[..., ChatServer],
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(ROOT / "prompts", workspace / "prompts")
    monkeypatch.setenv("INFRA_ENGINEER_PROMPT_PATH", "prompts")
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "someone")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "someone@example.com")
    subprocess.run(["git", "init", "--quiet"], check=True)
    server = served(*[completion(text) for text in answers()])
    for command, shown in steps():
        words = shlex.split(command)
        if words[0] != "infra-engineer":
            subprocess.run(words, check=True)
            continue
        done = program(*words[1:])
        expected = next((code for part, code in CODES.items() if part in command), 0)
        assert done.code == expected, done
        assert re.fullmatch(shape(shown.rstrip("\n")) + "\n?", done.out.rstrip("\n")), f"{command}\n{done.out}"
    assert len(server.requests) == 7
    assert (workspace / "reports" / "input.html").is_file()
    committed = subprocess.run(["git", "show", "--name-only", "--format="], check=True, capture_output=True, text=True)
    assert "prompts/input/v3.yaml" in committed.stdout
    assert committed.stdout.count("recordings/v3/gpt-4o/") == 7


def test_the_page_names_settings_that_exist() -> None:
    example = (ROOT / ".env.example").read_text()
    names = {name.rstrip("_") for name in re.findall(r"INFRA_ENGINEER_[A-Z_]+", PAGE)}
    assert names
    assert all(f"{name}=" in example for name in names)


def test_the_page_names_every_assertion() -> None:
    assert all(re.search(rf"`{kind.name}`|- (not-)?{kind.name}:", PAGE) for kind in KINDS)
