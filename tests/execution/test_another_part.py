"""An output part more is a plugin and an entry in the catalog: this module has both, and nothing else knows of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.parts import OutputPart
from foundation.model.run.artifacts import Artifact, ArtifactSet, Part
from plugins.step import step
from tests.support.generation import EXAMPLES, ROOT

MINIMAL = str(EXAMPLES / "minimal.yaml")
FILES = {"runbooks/ping.yaml", "runbooks/environments/dev.md"}


class RunbookPlugin:
    """Writes down what a component is."""

    @step("build", produces="parts.runbooks", description="Write a runbook.")
    def build(self, effective: EffectiveComponent, parts_manifests: Part) -> Part:
        """Write a file about the component, and one about each environment; a name with two keys is no YAML."""
        about = f"name: {effective.name}\nfiles: {len(parts_manifests.files)}\n"
        if effective.name == "Twice":
            about += "name: again\n"
        texts = {f"{effective.slug}.yaml": about}
        texts |= {f"environments/{each.name}.md": f"# {each.name}\n" for each in effective.environments}
        return Part(files=[Artifact(path=path, content=text.encode()) for path, text in texts.items()])


RUNBOOKS = OutputPart(
    name="runbooks",
    title="a runbook",
    folder="runbooks/",
    step="runbook_writer.build",
    builder="tests.execution.test_another_part:RunbookPlugin",
)


#: Gives a new process a catalog with the part before anything reads it, as if its file had the entry.
ENTRY = f"""
from foundation.model import parts
parts.PARTS += (parts.OutputPart.model_validate_json({RUNBOOKS.model_dump_json()!r}),)
"""
COMMAND_LINE = "from agent.doors.cli.main import run; run()"
SCHEMA = "from foundation.source.json_schema import bundle_schema; print(bundle_schema())"


def python(folder: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "INFRA_ENGINEER_STATE_DIR": str(folder / "state"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", ENTRY + code, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_saved_listed_and_seen_by_the_gate(tmp_path: Path) -> None:
    done = python(tmp_path, COMMAND_LINE, "generate", MINIMAL, "--with", "runbooks")
    assert done.returncode == 0, done.stderr
    saved = files_in(tmp_path / "out")
    assert {path for path in saved if path.startswith("runbooks/")} == FILES
    assert saved["runbooks/ping.yaml"] == b"name: Ping\nfiles: 4\n"
    index = json.loads(saved["artifacts.json"])
    assert {entry["path"] for entry in index["artifacts"]} >= FILES
    others = {"artifacts.json", "events.jsonl", "report.json"}
    artifacts = [Artifact(path=path, content=content) for path, content in saved.items() if path not in others]
    assert json.loads(saved["report.json"])["digest"] == index["digest"] == ArtifactSet(files=artifacts).digest


def test_a_bundle_chooses_it_like_any_other(tmp_path: Path) -> None:
    wanted = {"runbooks": "true", "chart": "false", "manifests": "false"}
    changes = [argument for name, value in wanted.items() for argument in ("--set", f"output.{name}={value}")]
    done = python(tmp_path, COMMAND_LINE, "generate", MINIMAL, *changes)
    assert done.returncode == 0, done.stderr
    assert {path for path in files_in(tmp_path / "out") if "/" in path} == FILES


def test_what_is_wrong_in_it_blocks(tmp_path: Path) -> None:
    changes = ["--only", "runbooks", "--set", "component.name=Twice"]
    done = python(tmp_path, COMMAND_LINE, "generate", MINIMAL, *changes)
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith(f"error yaml-syntax  {MINIMAL} component.name\n  in runbooks/twice.yaml:3\n")
    assert not (tmp_path / "out").exists()


def test_it_is_off_unless_it_is_asked_for(tmp_path: Path) -> None:
    plan = json.loads(python(tmp_path, COMMAND_LINE, "plan", MINIMAL, "--json").stdout)
    assert plan["reasons"]["runbook_writer.build"] == "left out: output.runbooks is off"
    assert "runbook_writer.build" not in {step["name"] for step in plan["steps"]}


def test_its_name_is_known_wherever_parts_are_chosen(tmp_path: Path) -> None:
    schema = json.loads(python(tmp_path, SCHEMA).stdout)
    said = schema["$defs"]["OutputChoice"]["properties"]["runbooks"]["description"]
    assert said == "Write a runbook; false by default."
    done = python(tmp_path, COMMAND_LINE, "generate", MINIMAL, "--with", "runbook")
    assert (done.returncode, "Did you mean runbooks?" in done.stderr) == (2, True)
