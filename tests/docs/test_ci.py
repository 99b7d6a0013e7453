"""The pipelines of the page run as they stand there, in a repository such as it describes."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import parse

import pytest
import yaml

from tests.docs.running import run_script
from tests.support.generation import EXAMPLES, ROOT

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
AGENT = "git.example.com/platform/infrastructure-engineer-agent"
((BEFORE),) = re.findall(r"<!-- before -->\n```sh\n(.*?)```", PAGE, re.DOTALL)
GITHUB, AZURE = (yaml.safe_load(text) for text in re.findall(r"<!-- pipeline -->\n```yaml\n(.*?)```", PAGE, re.DOTALL))
(CONFIGURED,) = (yaml.safe_load(text) for text in re.findall(r"<!-- hooks -->\n```yaml\n(.*?)```", PAGE, re.DOTALL))
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


def commands_of(steps: list[dict[str, Any]]) -> list[str]:
    """What a pipeline runs after the first command, which installs the agent."""
    install, *others = [step.get("run") or step["script"] for step in steps if step.keys() & {"run", "script"}]
    assert install == f"pipx install git+https://{AGENT}@v0.1.0"
    return others


def hook_commands() -> Iterator[str]:
    """What pre-commit runs when the bundle is what was changed."""
    (repository,) = CONFIGURED["repos"]
    assert repository["repo"] == f"https://{AGENT}"
    assert repository["hooks"]
    for configured in repository["hooks"]:
        hook = HOOKS[configured["id"]] | configured
        files = ["bundle.yaml"] if hook.get("pass_filenames", True) and re.search(hook["files"], "bundle.yaml") else []
        yield f"{hook['entry']} {shlex.join([*hook.get('args', []), *files])}"


PIPELINES = {
    "github": commands_of(GITHUB["jobs"]["gate"]["steps"]),
    "azure": commands_of(AZURE["steps"]),
    "pre-commit": list(hook_commands()),
}
#: What the pipelines upload.
(SARIF,) = [step["with"]["sarif_file"] for step in GITHUB["jobs"]["gate"]["steps"] if "with" in step]
(JUNIT,) = [step["inputs"]["testResultsFiles"] for step in AZURE["steps"] if "inputs" in step]


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle, and what it gave."""
    folder = tmp_path_factory.mktemp("committed")
    (folder / "bundle.yaml").write_bytes((EXAMPLES / "minimal.yaml").read_bytes())
    assert run_script(folder, BEFORE).returncode == 0
    return folder


@pytest.fixture
def repository(committed: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(committed, tmp_path / "repository"))


def run_all(folder: Path, commands: list[str]) -> list[int]:
    return [run_script(folder, command).returncode for command in commands]


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_all_commands_pass_on_what_was_committed(repository: Path, pipeline: str) -> None:
    assert run_all(repository, PIPELINES[pipeline]) == [0] * len(PIPELINES[pipeline])
    assert [path.name for path in (repository / "state" / "templates").iterdir() if path.suffix != ".kept"] == []
    if pipeline == "github":
        assert json.loads((repository / SARIF).read_text())["version"] == "2.1.0"
    if pipeline == "azure":
        suites = parse(repository / JUNIT).getroot()
        assert suites.findall(".//testcase")
        assert not suites.findall(".//failure")


@pytest.mark.parametrize(("pipeline", "codes"), [("github", [0, 0, 1]), ("pre-commit", [0, 1])])
def test_a_changed_bundle_that_was_not_compiled_is_seen(repository: Path, pipeline: str, codes: list[int]) -> None:
    bundle = repository / "bundle.yaml"
    bundle.write_text(bundle.read_text().replace("ping:1.0.0", "ping:1.1.0"))
    assert run_all(repository, PIPELINES[pipeline]) == codes


def test_a_manifest_that_the_gate_refuses_is_in_both_reports(repository: Path) -> None:
    manifest = repository / "deploy/manifests/dev/deployment.yaml"
    manifest.write_text(manifest.read_text().replace("runAsNonRoot: true", "runAsNonRoot: false"))
    assert run_all(repository, PIPELINES["github"]) == [1, 0, 1]
    assert run_all(repository, PIPELINES["azure"][:1]) == [1]
    places = {
        location["physicalLocation"]["artifactLocation"]["uri"]
        for result in json.loads((repository / SARIF).read_text())["runs"][0]["results"]
        if result["level"] == "error"
        for location in result["locations"]
    }
    assert places == {"deploy/manifests/dev/deployment.yaml"}
    assert parse(repository / JUNIT).getroot().findall(".//failure")


def test_every_hook_is_shown() -> None:
    assert [hook["id"] for hook in CONFIGURED["repos"][0]["hooks"]] == list(HOOKS)
