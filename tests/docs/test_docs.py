import re
from pathlib import Path

import pytest

from agent.bootstrap import build_agent
from agent.doors.cli.ready_made import FOLDER as READY_MADE
from agent.settings import Settings
from foundation.model.run.plan import Plan
from scripts.regenerate_docs import generated
from tests.docs.running import run_shown
from tests.support.generation import ROOT, settings_in

README = (ROOT / "README.md").read_text()
GENERATED = [
    "agent/doors/mcp/tools.json",
    "deploy/grafana/infra-engineer.json",
    "deploy/prometheus/infra-engineer.rules.yaml",
    "docs/application.schema.json",
    "docs/asyncapi.yaml",
    "docs/bundle.md",
    "docs/bundle.schema.json",
    "docs/codes.md",
    "docs/context.schema.json",
    "docs/events.md",
    "docs/events.schema.json",
    "docs/incoming-events.schema.json",
    "docs/infrastructure.md",
    "docs/openapi.json",
    "docs/performance.md",
    "docs/performance.svg",
    "docs/policies.md",
    "docs/reference/commands.md",
    "docs/reference/policy-settings.md",
    "docs/reference/settings.md",
    "docs/sla.md",
    "docs/telemetry.md",
    "plugins/helm_chart_builder/sections.schema.json",
    "prompts/dataset.schema.json",
    "prompts/prompt.schema.json",
]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Every generated page, made once."""
    return generated()


@pytest.mark.xdist_group("pages")
@pytest.mark.parametrize("path", GENERATED)
def test_generated_pages_are_up_to_date(path: str, pages: dict[str, str]) -> None:
    assert (ROOT / path).read_text() == pages[path], "run `make docs` and review the difference"


@pytest.mark.xdist_group("pages")
def test_no_generated_page_is_forgotten(pages: dict[str, str]) -> None:
    ready_made = [path.relative_to(ROOT).as_posix() for path in Path(READY_MADE).iterdir()]
    assert sorted(pages) == sorted([*GENERATED, *ready_made])


def test_the_readme_shows_the_example_as_it_is() -> None:
    shown = re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert shown
    for path, text in shown:
        assert text == (ROOT / path).read_text()


def test_the_readme_shows_real_output(tmp_path: Path) -> None:
    ((command, shown),) = re.findall(r"<!-- run: infra-engineer (.*?) -->\n```\n(.*?)```", README, re.DOTALL)
    done = run_shown(tmp_path, command)
    assert done.stdout == shown


def test_every_setting_is_in_the_example_file() -> None:
    text = (ROOT / ".env.example").read_text()
    documented = set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))
    names = {
        str(field.validation_alias or f"INFRA_ENGINEER_{name.upper()}") for name, field in Settings.model_fields.items()
    }
    assert documented == names


def test_the_architecture_page_lists_the_steps_as_they_are(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    rows = re.findall(r"^\| `([a-z0-9_]+\.[a-z_]+)`[^|]*\| ([^|]+) \| ([a-z_.]+) \|$", page, re.MULTILINE)
    engine = build_agent(settings_in(tmp_path)).runner._engine
    engine.equip(Plan(steps=[name for name, _, _ in rows], planner="docs"))
    signatures = engine.signatures
    assert {name for name, _, _ in rows} == signatures.keys() - {"event_emitter.emit_failure"}
    for name, takes, gives in rows:
        assert set(takes.split(", ")) == {*signatures[name].requires, *signatures[name].accepts}
        assert gives == signatures[name].produces
