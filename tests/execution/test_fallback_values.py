"""Charts that Helm refuses: built once more with the template's fallback values, then given up."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.bootstrap import build_agent
from foundation.helm.engine import LintMessage
from foundation.helm.errors import HelmTimeoutError
from foundation.helm.native import NativeHelmEngine
from foundation.model.errors import Problem
from foundation.model.run.request import GenerationResult
from tests.support.generation import ROOT, case_named, read_case, request_of, settings_in

#: Fails while it is rendered, for values that its author did not think of.
TEMPLATE = "{{- if .Values.config.LEGACY }}{{ index (list) 3 }}{{ end }}\n"
#: In the chart's own values and in those of dev, so that it does not even render.
EVERYWHERE = ("component.config.LEGACY='on'",)
#: In the chart's own values alone: dev renders, and helm lint refuses the chart.
LINT_ONLY = (*EVERYWHERE, "environments.dev.config.LEGACY=''")
HELPS: dict[str, Any] = {"config": {"LEGACY": ""}}
NO_HELP: dict[str, Any] = {"config": {"OTHER": "x"}}

Generate = Callable[..., tuple[GenerationResult, Path]]


@pytest.fixture
def generate(tmp_path: Path) -> Generate:
    """Generates with a template that has these fallback values, into a folder or nowhere."""

    def run(
        fallback: dict[str, Any], assignments: tuple[str, ...], dry_run: bool = False
    ) -> tuple[GenerationResult, Path]:
        catalog = yaml.safe_load((ROOT / "templates" / "catalog.yaml").read_text())
        (chart,) = [chart for chart in catalog["charts"] if chart["id"] == "helm-microservice-template-v3"]
        chart |= {"id": "own-v1", "aliases": [], "resources": [*chart["resources"], "legacy-v1"]}
        chart["fallback_values"] = fallback
        resource = {"source": "legacy.yaml", "target": "templates/legacy.yaml", "description": "Ours."}
        own = tmp_path / "own"
        own.mkdir()
        (own / "legacy.yaml").write_text(TEMPLATE)
        (own / "catalog.yaml").write_text(yaml.safe_dump({"charts": [chart], "resources": {"legacy-v1": resource}}))
        agent = build_agent(settings_in(tmp_path / "state", template_path=str(own)))
        bundle = read_case(case_named("minimal"), "template_id=own-v1", *assignments)
        output = tmp_path / "out"
        return agent.runner.generate(request_of(bundle, None if dry_run else output)), output

    return run


@pytest.mark.parametrize("assignments", [EVERYWHERE, LINT_ONLY], ids=["render", "lint"])
@pytest.mark.parametrize("dry_run", [False, True])
def test_fallback_values_save_a_chart_that_helm_refuses(
    assignments: tuple[str, ...], dry_run: bool, generate: Generate
) -> None:
    result, output = generate(HELPS, assignments, dry_run)
    assert (result.status, result.problems) == ("generated", [])
    assert result.report is not None
    assert result.artifacts is not None
    assert result.report.digest == result.artifacts.digest
    (finding,) = [finding for finding in result.report.findings if finding.code == "fallback-values"]
    assert finding.severity == "warning"
    assert "own-v1 for config" in finding.message
    assert "index out of range" in finding.message
    values = result.artifacts.find("charts/ping/values.yaml")
    assert values is not None
    assert yaml.safe_load(values.content)["config"] == {"LEGACY": ""}
    if not dry_run:
        assert (output / "charts/ping/values.yaml").read_bytes() == values.content


@pytest.mark.parametrize(
    ("fallback", "attempts"), [(NO_HELP, 2), ({}, 1)], ids=["values that do not help", "no values"]
)
@pytest.mark.parametrize("dry_run", [False, True])
def test_otherwise_the_refusal_is_escalated(
    fallback: dict[str, Any], attempts: int, dry_run: bool, generate: Generate
) -> None:
    result, output = generate(fallback, LINT_ONLY, dry_run)
    assert (result.status, result.failure, result.fault) == ("blocked", "policy_violation", "gate")
    assert {problem.code for problem in result.problems} == {"helm-lint"}
    assert [event.event for event in result.events.events] == [
        "InfraValidationFailed",
        "InfrastructureGenerationFailed",
    ]
    assert result.events.events[-1].payload["attempts"] == attempts
    assert result.report is not None
    assert ("fallback-values" in {one.code for one in result.report.findings}) == bool(fallback)
    assert not output.exists()


def test_a_chart_that_does_not_render_with_them_either_is_given_up(generate: Generate) -> None:
    result, output = generate(NO_HELP, EVERYWHERE)
    assert (result.status, result.failure, result.report) == ("failed", "helm_render_error", None)
    assert result.events.events[-1].payload["attempts"] == 2
    assert not output.exists()


def test_a_chart_that_helm_takes_has_nothing_of_them(generate: Generate) -> None:
    result, _ = generate(HELPS, ())
    assert result.status == "generated"
    assert result.report is not None
    assert "fallback-values" not in {finding.code for finding in result.report.findings}


def test_a_mistake_in_fallback_values_is_the_catalogs(generate: Generate) -> None:
    result, _ = generate({"confg": {}}, ())
    (problem,) = result.problems
    assert (result.fault, str(problem.file).rpartition("/")[2]) == ("input", "catalog.yaml")
    assert "did you mean config?" in problem.message
    assert problem.line


def test_helm_lint_that_takes_too_long_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left, waits, lint = [2], [], NativeHelmEngine.lint

    def slow(self: NativeHelmEngine, archive: bytes, values_yaml: str, kube_version: str) -> list[LintMessage]:
        left[0] -= 1
        if left[0] >= 0:
            raise HelmTimeoutError(Problem(code="helm-timeout", message="m", remedy="r"))
        return lint(self, archive, values_yaml, kube_version)

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(NativeHelmEngine, "lint", slow)
    agent = build_agent(settings_in(tmp_path / "state"))
    agent.runner._sleep = sleep
    result = agent.runner.generate(request_of(read_case(case_named("minimal")), None))
    assert (result.status, waits) == ("generated", [0.5, 1.0])
