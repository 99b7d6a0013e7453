"""Runs that fail: the result says why, the events say so, and the output folder stays as it was."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import Agent, build_agent
from agent.bootstrap.kernels import build_kernel
from agent.execution.engine import Engine
from agent.execution.runner import Runner
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.errors import GateError, InputError, OutsideError, Problem
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.request import GenerationRequest, GenerationResult
from foundation.source.bundle import bundle_from_data, read_bundles
from plugins.step import step
from tests.support.generation import request_of, settings_in

Generate = Callable[..., GenerationResult]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def bundle(fields: dict[str, Any] | None = None, **component: Any) -> dict[str, Any]:
    whole = {
        "name": "Orders",
        "type": "microservice",
        "transport": "http",
        "container_image": "acme/orders:1.0.0",
        **component,
    }
    return {
        "trace_id": "t-1",
        "blueprint_id": "b-1",
        "component_scope": "Order",
        "target_environment": "dev",
        "component": whole,
        **(fields or {}),
    }


def request(out: Path | None, data: dict[str, Any]) -> GenerationRequest:
    return request_of(bundle_from_data(data, "bundle.yaml"), out)


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def events_in(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]


FAILURES: list[tuple[dict[str, Any], str, str, str, str]] = [
    (bundle(container_image="acme/orders:latest"), "blocked", "policy_violation", "gate", "image-tag"),
    (bundle(replicas=50), "blocked", "policy_violation", "gate", "replica-limit"),
    (
        bundle(volumes=[{"name": "x", "ephemeral": {"volumeClaimTemplate": {"spec": {"no": 1}}}}]),
        "blocked",
        "yaml_schema_error",
        "input",
        "schema",
    ),
    (bundle({"trace_id": "t-unheard", "blueprint_id": None}), "failed", "trace_missing", "input", "trace-missing"),
    (bundle({"trace_id": None}), "failed", "trace_missing", "input", "trace-missing"),
    (bundle(type="novelty"), "failed", "yaml_schema_error", "input", "type-not-covered"),
    (bundle(enable_hpa=True), "failed", "yaml_schema_error", "input", "missing-key"),
    (
        bundle({"observability": {"otel_enabled": True, "otel_endpoint": "http://a:1", "propagation": "nonsense"}}),
        "failed",
        "yaml_schema_error",
        "input",
        "propagation-unknown",
    ),
    (
        bundle({"security_profile": {"enable_rbac": True, "rbac_roles": ["root"]}}),
        "failed",
        "yaml_schema_error",
        "input",
        "role-unknown",
    ),
]


@pytest.mark.parametrize(("data", "status", "failure", "fault", "code"), FAILURES, ids=[row[4] for row in FAILURES])
def test_a_failed_run_changes_nothing_and_says_why(
    data: dict[str, Any], status: str, failure: str, fault: str, code: str, state: Path, out: Path
) -> None:
    agent = build_agent(settings_in(state))
    assert agent.runner.generate(request(out, bundle())).status == "generated"
    before = tree(out)
    result = agent.runner.generate(request(out, data))
    assert (result.status, result.failure, result.fault, result.receipt) == (status, failure, fault, None)
    assert code in {problem.code for problem in result.problems}
    assert all(problem.message and problem.remedy and problem.file for problem in result.problems)
    assert tree(out) == before
    assert sorted(path.name for path in out.parent.iterdir()) == ["out", "state"]
    payload = events_in(state)[-1]
    assert payload["event"] == "InfrastructureGenerationFailed"
    assert payload["failure"] == failure
    assert result.events.events[-1].payload == payload


def test_a_first_run_that_fails_makes_no_folder(state: Path, out: Path) -> None:
    build_agent(settings_in(state)).runner.generate(request(out, bundle(container_image="a")))
    assert not out.exists()


def test_every_mistake_of_different_steps_is_reported_together(agent: Agent) -> None:
    data = bundle(
        {
            "trace_id": "t-unheard",
            "blueprint_id": None,
            "security_profile": {"enable_rbac": True, "rbac_roles": ["root"]},
        },
        claims=[{"name": "scratch-0", "size": "1Gi", "mount_path": "/x"}],
    )
    result = agent.runner.generate(request(None, data))
    assert {problem.code for problem in result.problems} >= {"trace-missing", "volume-name-taken"}
    assert (result.failure, result.fault) == ("trace_missing", "input")


def test_an_output_that_cannot_be_written_is_an_outside_failure(state: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    result = build_agent(settings_in(state)).runner.generate(request(tmp_path / "file" / "out", bundle()))
    assert (result.status, result.fault) == ("failed", "outside")
    assert [problem.code for problem in result.problems] == ["output-failed"]
    assert [event["event"] for event in events_in(state)] == ["InfrastructureGenerationFailed"]


def test_a_failure_whose_event_is_lost_says_both(state: Path, out: Path) -> None:
    state.write_text("not a folder")
    result = build_agent(settings_in(state)).runner.generate(request(out, bundle(container_image="a:latest")))
    assert (result.status, result.fault) == ("blocked", "gate")
    assert {problem.code for problem in result.problems} == {"image-tag", "event-not-written"}


def test_a_run_whose_events_are_lost_has_saved_all_the_same(state: Path, out: Path) -> None:
    stream = io.StringIO()
    agent = build_agent(settings_in(state), event_stream=stream)
    stream.close()
    result = agent.runner.generate(request(out, bundle()))
    assert (result.status, result.failure, result.fault) == ("saved", "not_announced", "outside")
    assert [problem.code for problem in result.problems] == ["event-not-written", "not-announced"]
    assert result.receipt is not None
    assert [event.payload for event in result.events.events] == events_in(out)
    assert not (state / "events.jsonl").exists()


def test_a_crash_after_saving_does_not_undo_it(state: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.event_emitter.emitter.success_events", lambda *_: 1 / 0)
    result = build_agent(settings_in(state)).runner.generate(request(out, bundle()))
    assert (result.status, result.fault, result.events.events) == ("saved", "outside", [])
    assert [problem.code for problem in result.problems] == ["internal-error", "not-announced"]
    assert (out / "artifacts.json").is_file()
    assert not (state / "events.jsonl").exists()


class BrokenPlugin:
    """A step of somebody else's that fails in a way of its own."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    @step("merge", produces="effective", description="Fail.")
    def merge(self, bundle: Any) -> EffectiveComponent:
        raise self._error


@pytest.fixture
def with_broken_merge(agent: Agent) -> Callable[[BaseException], tuple[Runner, list[BaseException]]]:
    """The session's steps on a kernel of its own, with one that fails."""
    crashes: list[BaseException] = []

    def make(error: BaseException) -> tuple[Runner, list[BaseException]]:
        kernel = build_kernel({**agent.runner._engine.kernel.plugins, "overlay_merge": BrokenPlugin(error)})
        return Runner(Engine(kernel), lambda: agent.library.policy, crashes.append), crashes

    return make


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("secret value 1234"),
        KeyError("x"),
        RecursionError("deep"),
        MemoryError(),
        UnicodeDecodeError("utf-8", b"", 0, 1, "x"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_unexpected_exception_is_a_result_without_its_insides(
    error: BaseException, with_broken_merge: Callable[[BaseException], tuple[Runner, list[BaseException]]]
) -> None:
    runner, crashes = with_broken_merge(error)
    result = runner.generate(request(None, bundle()))
    assert (result.status, result.fault, result.failure) == ("failed", "outside", "outside")
    (problem,) = result.problems
    assert problem.code == "internal-error"
    assert problem.message == f"something unexpected happened: {type(error).__name__}"
    assert "secret value" not in str(result.events)
    assert crashes == [error]


@pytest.mark.parametrize("kind", [InputError, OutsideError, GateError])
def test_an_expected_failure_of_a_step_comes_through_unchanged(
    kind: type[InputError], with_broken_merge: Callable[[BaseException], tuple[Runner, list[BaseException]]]
) -> None:
    given = Problem(code="wrong-value", message="m", remedy="r", path="component.name")
    runner, crashes = with_broken_merge(kind(given))
    result = runner.generate(request(None, bundle()))
    assert result.failure == kind.failure
    assert result.fault == kind.fault
    assert [problem.model_copy(update={"file": None, "line": None, "column": None}) for problem in result.problems] == [
        given
    ]
    assert crashes == []


def test_an_interruption_is_not_swallowed(
    with_broken_merge: Callable[[BaseException], tuple[Runner, list[BaseException]]],
) -> None:
    runner, _ = with_broken_merge(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        runner.generate(request(None, bundle()))


def test_a_policy_that_cannot_be_read_is_a_result_too(state: Path, out: Path) -> None:
    agent = build_agent(settings_in(state, template_path=str(out / "nowhere")))
    result = agent.runner.generate(request(out, bundle()))
    assert (result.status, result.fault) == ("failed", "input")
    assert [problem.code for problem in result.problems] == ["template-folder-missing"]


def test_a_problem_of_a_later_step_has_its_line_in_the_bundle(agent: Agent) -> None:
    text = json.dumps(bundle(claims=[{"name": "scratch-0", "size": "1Gi", "mount_path": "/x"}]), indent=1).encode()
    result = agent.runner.generate(request_of(read_bundles(text, "bundle.json")[0], None))
    (problem,) = result.problems
    assert (problem.file, problem.path) == ("bundle.json", "component.claims[scratch-0]")
    assert problem.line is not None
    assert '"scratch-0"' in text.decode().splitlines()[problem.line]


def test_the_gate_looks_at_bytes_and_not_at_results(agent: Agent) -> None:
    result = agent.runner.generate(request(None, bundle()))
    assert isinstance(result.artifacts, ArtifactSet)
    assert result.report is not None
    assert result.report.digest == result.artifacts.digest
    assert result.report.passed
