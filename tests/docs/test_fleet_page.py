"""docs/fleet.md says what is so: settings, commands, codes, and how long what takes."""

import re
from pathlib import Path

from typer.core import TyperGroup
from typer.main import get_command

from agent.doors.cli.app import app_for
from agent.doors.worker.serving import WorkerOptions
from agent.doors.worker.streams import GROUP, MOST_DELIVERIES
from agent.doors.worker.task import ATTEMPTS, RELAYED_EVERY
from agent.settings import Settings, load_settings, variable_of
from agent.use_cases.dead_letters.keeping import LARGEST_KEPT
from foundation.catalog.codes import read_codes
from foundation.source.composer import MAX_DEPTH
from foundation.source.document import MAX_BYTES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "fleet.md").read_text()


def test_every_setting_that_it_names_is_one() -> None:
    named = set(re.findall(r"INFRA_ENGINEER_[A-Z_]+", PAGE))
    assert named <= {variable_of(name) for name in Settings.model_fields}
    for name in ("fleet", "fleet_key", "fleet_redelivery_seconds", "intake"):
        assert variable_of(name) in named


def test_every_command_that_it_names_is_one() -> None:
    for line in re.findall(r"infra-engineer ([a-z -]+)", PAGE):
        command = get_command(app_for())
        for word in line.split():
            if not isinstance(command, TyperGroup) or word.startswith("-"):
                break
            command = command.commands[word]


def test_every_flag_that_it_names_is_one() -> None:
    texts = [path.read_text() for path in (ROOT / "agent" / "doors" / "cli" / "ready_made_texts").glob("help*.txt")]
    known = set(re.findall(r"--[a-z][a-z-]+", "\n".join(texts)))
    assert set(re.findall(r"--[a-z][a-z-]+", PAGE)) <= known


def test_every_code_that_it_names_is_one() -> None:
    named = re.findall(r"\(`([a-z]+(?:-[a-z]+)+)`\)", PAGE)
    assert len(named) >= 5
    assert set(named) <= {code for group in read_codes().values() for code in group}


def test_the_figures_are_those_of_the_program() -> None:
    words = {5: "five", 9: "nine", 10: "ten"}
    assert f"at most `--grace` seconds ({WorkerOptions().grace_seconds:g})" in PAGE
    assert f"`INFRA_ENGINEER_FLEET_REDELIVERY_SECONDS` ({load_settings().fleet_redelivery_seconds:g})" in PAGE
    assert f"is tried {words[ATTEMPTS]} times" in PAGE
    assert f"after {words[MOST_DELIVERIES]} times it is a dead letter" in PAGE
    assert f"every {words[int(RELAYED_EVERY.total_seconds())]} seconds" in PAGE
    assert f"more than {LARGEST_KEPT // 1024} KB" in PAGE
    assert f"at most {MAX_BYTES // 1024**2} MB is read" in PAGE
    assert f"nested at most {MAX_DEPTH} deep" in PAGE
    assert f"the group `{GROUP}`" in PAGE
