"""The in-process engine, the helm-binary engine and helm run by hand agree on every example.

What helm makes of a chart is looked at for each of them. What takes several helm processes a chart, and depends on the
templates alone, is asked for the fewest examples that have all templates between them.
"""

import subprocess
import tarfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent, build_agent
from foundation.helm.binary import BinaryHelmEngine
from foundation.helm.engine import HelmEngine, LintMessage
from foundation.helm.native import NativeHelmEngine
from tests.support.covering import covering
from tests.support.generation import SUCCESSES, Case, Generated, generate, knowing_agent, settings_in
from tests.support.goldens import differences, event_lines, files_of
from tests.support.helm_runs import objects_by_source, run_helm

Generate = Callable[[Case], Generated]
KUBE_VERSION = "1.32"


@pytest.fixture(scope="module")
def binary_agent(helm_binary: str, tmp_path_factory: pytest.TempPathFactory) -> Agent:
    """An agent that asks the helm binary, and whose memory knows UserService's trace."""
    folder = tmp_path_factory.mktemp("binary")
    return knowing_agent(folder / "state", folder / "first", helm_engine="binary", helm_binary=helm_binary)


def in_each_environment(outcome: Generated, function: Callable[[str], Any]) -> dict[str, Any]:
    """Apply a function that mostly waits for helm to each environment, two at a time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(outcome.environments, pool.map(function, outcome.environments), strict=True))


def lint(engine: HelmEngine, outcome: Generated, environment: str) -> list[LintMessage]:
    values = (outcome.chart / f"values-{environment}.yaml").read_text(encoding="utf-8")
    return engine.lint(outcome.archive.read_bytes(), values, KUBE_VERSION)


@pytest.mark.parametrize("case", covering(), ids=str)
def test_a_run_with_the_binary_writes_the_same_bytes(
    case: Case, generated: Generate, binary_agent: Agent, tmp_path: Path
) -> None:
    native, binary = generated(case), generate(binary_agent, case, tmp_path / "out")
    assert binary.result.problems == []
    assert native.result.artifacts is not None
    assert binary.result.artifacts is not None
    assert binary.result.artifacts.digest == native.result.artifacts.digest
    assert differences(files_of(native.folder), files_of(binary.folder)) == ""
    assert event_lines(binary.result) == event_lines(native.result)


@pytest.mark.parametrize("case", covering(), ids=str)
def test_both_engines_lint_without_a_complaint(case: Case, generated: Generate, helm_binary: str) -> None:
    outcome = generated(case)
    found = in_each_environment(outcome, lambda name: lint(BinaryHelmEngine(helm_binary), outcome, name))
    assert found == {name: lint(NativeHelmEngine(), outcome, name) for name in outcome.environments}
    assert [message for messages in found.values() for message in messages if message.severity != "info"] == []


@pytest.mark.parametrize("case", covering(), ids=str)
def test_helm_by_hand_lints_the_folder(case: Case, generated: Generate, helm_binary: str, tmp_path: Path) -> None:
    outcome = generated(case)
    chart = str(outcome.chart)

    def by_hand(environment: str) -> Any:
        return run_helm(helm_binary, tmp_path, "lint", "--strict", chart, "-f", f"{chart}/values-{environment}.yaml")

    check_lint(in_each_environment(outcome, by_hand).values())


def test_helm_by_hand_lints_every_folder_with_its_defaults(
    generated: Generate, helm_binary: str, tmp_path: Path
) -> None:
    charts = [str(generated(case).chart) for case in SUCCESSES]
    done = run_helm(helm_binary, tmp_path, "lint", "--strict", *charts)
    assert done.stdout.count("==> Linting ") == len(SUCCESSES)
    check_lint([done])


def check_lint(done: Iterable["subprocess.CompletedProcess[str]"]) -> None:
    for run in done:
        said = run.stdout + run.stderr
        assert run.returncode == 0, said
        assert not any(word in said for word in ("[WARNING]", "[ERROR]"))


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_helm_template_by_hand_gives_the_manifests(
    case: Case, generated: Generate, helm_binary: str, tmp_path: Path
) -> None:
    outcome = generated(case)
    chart = outcome.chart

    def by_hand(environment: str) -> Any:
        values, namespace = str(chart / f"values-{environment}.yaml"), outcome.namespace
        return run_helm(helm_binary, tmp_path, "template", chart.name, str(chart), "-f", values, "-n", namespace)

    for environment, done in in_each_environment(outcome, by_hand).items():
        assert (done.returncode, done.stderr) == (0, "")
        written = outcome.manifests(environment)
        rendered = objects_by_source(done.stdout)
        assert {name: "\n---\n".join(texts) + "\n" for name, texts in rendered.items()} == written
        parsed = [document for document in yaml.safe_load_all(done.stdout) if document is not None]
        assert by_identity(parsed) == by_identity(
            [document for text in written.values() for document in yaml.safe_load_all(text)]
        )


def by_identity(objects: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    found = {(item["kind"], item["metadata"]["name"]): item for item in objects}
    assert len(found) == len(objects)
    return found


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_helm_accepts_the_archive_and_it_holds_the_folder(
    case: Case, generated: Generate, helm_binary: str, tmp_path: Path
) -> None:
    outcome = generated(case)
    done = run_helm(helm_binary, tmp_path, "show", "chart", str(outcome.archive))
    assert (done.returncode, done.stderr) == (0, "")
    folder = files_of(outcome.chart)
    assert yaml.safe_load(done.stdout) == yaml.safe_load(folder["Chart.yaml"])
    assert outcome.archive.name == "{name}-{version}.tgz".format(**yaml.safe_load(folder["Chart.yaml"]))
    with tarfile.open(outcome.archive) as archive:
        members = archive.getmembers()
        content = {member.name: archive.extractfile(member).read() for member in members}  # type: ignore[union-attr]
    assert content == {f"{outcome.chart.name}/{path}": data for path, data in folder.items()}
    assert {(member.mode, member.mtime, member.uid, member.uname) for member in members} == {(0o644, 0, 0, "")}


def test_the_binary_engine_says_which_helm_it_runs(helm_binary: str, tmp_path: Path) -> None:
    agent = build_agent(settings_in(tmp_path, helm_engine="binary", helm_binary=helm_binary))
    version = run_helm(helm_binary, tmp_path, "version", "--template", "{{ .Version }}").stdout.strip()
    assert agent.helm.description == f"binary {helm_binary}, Helm {version}"
