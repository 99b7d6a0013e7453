"""A run with a mistake builds, saves and announces nothing, and reports its other mistakes too."""

import json
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import Agent, build_agent
from agent.settings import Settings
from foundation.model.chart.chart import ManifestSet
from foundation.model.destination import workspace
from foundation.model.errors import InputError, Problem
from foundation.model.run.request import GenerationRequest, GenerationResult, Options
from foundation.source.bundle import bundle_from_data


def generate(agent: Agent, output: Path, /, **changes: Any) -> GenerationResult:
    component = {"name": "Migrate", "type": "job", "transport": "http", "container_image": "x/y:1.0.0"}
    data = {
        "trace_id": "t",
        "blueprint_id": "b",
        "component_scope": "Order",
        "component": component,
        "observability": {"otel_enabled": True, "otel_endpoint": "http://otel:4317"},
        **changes,
    }
    source = bundle_from_data(data, "bundle")
    options = Options(destination=workspace(str(output)))
    return agent.runner.generate(
        GenerationRequest(bundle=source.bundle, source="bundle", digest=source.digest, options=options)
    )


def test_a_mistake_in_an_optional_step_ends_the_run(tmp_path: Path) -> None:
    agent = build_agent(Settings(state_dir=tmp_path / "state"))
    assert generate(agent, tmp_path / "out").status == "generated"
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    sidecar = {"otel_enabled": True, "otel_endpoint": "http://otel:4317", "otel_sidecar": True}
    result = generate(agent, tmp_path / "out", observability=sidecar)
    assert (result.status, result.fault) == ("failed", "input")
    assert [problem.code for problem in result.problems] == ["sidecar-with-job"]
    assert (result.receipt, result.artifacts, result.report) == (None, None, None)
    assert [event.event for event in result.events.events] == ["InfrastructureGenerationFailed"]
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before


def test_mistakes_of_several_steps_come_together(agent: Agent, tmp_path: Path) -> None:
    sidecar = {
        "otel_enabled": True,
        "otel_endpoint": "http://otel:4317",
        "otel_sidecar": True,
        "propagation": "trce_id",
    }
    profile = {"enable_rbac": True, "rbac_roles": ["raeder"]}
    result = generate(agent, tmp_path / "out", observability=sidecar, security_profile=profile)
    assert {problem.code for problem in result.problems} == {"sidecar-with-job", "propagation-unknown", "role-unknown"}
    missing = generate(agent, tmp_path / "out", trace_id=None, component_scope=None, template_id="helm-jb-template-v1")
    assert {problem.code for problem in missing.problems} == {"trace-missing", "template-unknown"}
    assert missing.failure == "trace_missing"
    assert not (tmp_path / "out").exists()


def test_a_mistake_after_the_chart_is_built_is_told_as_it_is(
    agent: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: ManifestSet) -> None:
        raise InputError(
            Problem(code="object-shape", message="no object", remedy="Mend it.", file="manifests/dev/a.yaml")
        )

    monkeypatch.setattr("plugins.kustomize_builder.plugin.build_kustomization", refuse)
    result = generate(agent, tmp_path / "out", output={"kustomize": True})
    assert [problem.code for problem in result.problems] == ["object-shape"]
    assert (result.status, result.fault) == ("failed", "input")
    assert not (tmp_path / "out").exists()


def test_what_nobody_expected_is_no_traceback(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    agent = build_agent(Settings(state_dir=tmp_path / "state"))
    monkeypatch.setattr("plugins.helm_chart_builder.plugin.build_chart", lambda *_: 1 / 0)
    result = generate(agent, tmp_path / "out")
    assert (result.status, result.fault) == ("failed", "outside")
    assert [problem.code for problem in result.problems] == ["internal-error"]
    logged = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert logged["event"] == "internal error"
    assert "ZeroDivisionError" in logged["exception"]
    assert not (tmp_path / "out").exists()
