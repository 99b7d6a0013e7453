"""The kustomization of every example: a real kubectl makes the manifests of it, and nothing else changes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent.bootstrap import Agent
from foundation.model.run.outputs import OutputChoice
from tests.support.covering import covering
from tests.support.generation import SUCCESSES, Case, Generated, read_case, request_of
from tests.support.goldens import files_of
from tests.support.kustomize_runs import by_identity, kubectl_kustomize

Generate = Callable[[Case], Generated]


@pytest.fixture(scope="module")
def kustomized(agent_of: Callable[[Case], Agent], tmp_path_factory: pytest.TempPathFactory) -> Generate:
    """Each case's output with a kustomization, generated once."""
    known: dict[str, Generated] = {}

    def once(case: Case) -> Generated:
        if case.name not in known:
            folder = tmp_path_factory.mktemp(case.name) / "out"
            request = request_of(read_case(case), folder)
            options = request.options.model_copy(update={"outputs": OutputChoice(kustomize=True)})
            result = agent_of(case).runner.generate(request.model_copy(update={"options": options}))
            assert result.problems == []
            known[case.name] = Generated(case, result, folder)
        return known[case.name]

    return once


@pytest.mark.parametrize("case", covering(), ids=str)
def test_kubectl_makes_the_manifests_of_each_overlay(case: Case, kustomized: Generate, kubectl_binary: str) -> None:
    outcome = kustomized(case)
    assert outcome.environments
    for environment in outcome.environments:
        rendered = kubectl_kustomize(kubectl_binary, outcome.folder / "kustomize" / "overlays" / environment)
        manifests = outcome.manifests(environment).values()
        assert rendered == by_identity("---\n".join(manifests))
        assert rendered


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_the_gate_compares_them_too(case: Case, kustomized: Generate) -> None:
    report = kustomized(case).result.report
    assert report is not None
    assert {check.code: check.status for check in report.checks}["kustomize-equality"] == "passed"
    assert report.errors == []


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_chart_and_manifests_are_the_same_without_it(case: Case, generated: Generate, kustomized: Generate) -> None:
    def others(folder: Path) -> dict[str, bytes]:
        return {path: text for path, text in files_of(folder).items() if path.startswith(("charts/", "manifests/"))}

    assert others(kustomized(case).folder) == others(generated(case).folder)


def test_overlays_are_short(kustomized: Generate) -> None:
    case = next(case for case in SUCCESSES if case.name == "order-service")
    folder = kustomized(case).folder / "kustomize" / "overlays" / "staging"
    assert sorted(files_of(folder)) == [
        "kustomization.yaml",
        "patches/deployment.yaml",
        "patches/otel-configmap.yaml",
        "poddisruptionbudget.yaml",
    ]
    assert (folder / "kustomization.yaml").read_text() == (
        "apiVersion: kustomize.config.k8s.io/v1beta1\n"
        "kind: Kustomization\n"
        "resources:\n"
        '- "../../base"\n'
        "- poddisruptionbudget.yaml\n"
        "labels:\n"
        "- pairs:\n"
        "    env: staging\n"
        "  includeTemplates: true\n"
        "patches:\n"
        "- path: patches/deployment.yaml\n"
        "- path: patches/otel-configmap.yaml\n"
    )
