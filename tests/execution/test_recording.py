"""What memory has after a run, however it ended."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import announce_rejection, build_agent, build_library
from agent.bootstrap.memory import build_memory
from foundation.model.errors import InputError, Problem
from foundation.model.run.request import GenerationRequest
from foundation.source.bundle import bundle_from_data, read_bundles
from memory.memory import ScopedMemory
from plugins.event_emitter.emitter import Emitter
from tests.support.generation import EXAMPLES, request_of, settings_in

ORDER = EXAMPLES / "order-service.yaml"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def memory_in(state: Path, tenant: str = "acme") -> ScopedMemory:
    return build_memory(settings_in(state)).of(tenant)


def order(out: Path | None, **changes: str) -> GenerationRequest:
    (source,) = read_bundles(ORDER.read_bytes(), "order-service.yaml")
    request = request_of(source, out)
    return request.model_copy(update={"options": request.options.model_copy(update=changes)})


def minimal(out: Path | None, **component: Any) -> GenerationRequest:
    whole = {"name": "Orders", "type": "microservice", "transport": "http", "container_image": "acme/orders:1.0.0"}
    data = {"trace_id": "t-1", "blueprint_id": "b-1", "component_scope": "Order", "target_environment": "dev"}
    return request_of(bundle_from_data({**data, "component": {**whole, **component}}, "bundle.yaml"), out)


def test_all_that_a_run_saved_is_in_memory(state: Path, tmp_path: Path) -> None:
    request = order(tmp_path / "out", request_digest="sha256:1")
    result = build_agent(settings_in(state)).runner.generate(request)
    memory = memory_in(state)
    (run,) = memory.runs.newest()
    assert (run.status, run.component, run.tenant, run.trace_id) == (
        "announced",
        "OrderService",
        "acme",
        "trace-ord-8128",
    )
    assert run.execution_id == "exec-8128-xyz"
    assert run.request_digest == "sha256:1"
    assert run.plan == result.plan
    assert run.report is not None
    assert result.report is not None
    assert run.report.model_dump() == result.report.model_dump()
    assert run.findings == result.findings
    assert run.environments == result.environments
    assert run.events == [event.id for event in result.events.events]
    assert result.plan is not None
    assert list(run.timings) == result.plan.steps
    assert all(milliseconds >= 0 for milliseconds in run.timings.values())
    (landing,) = run.landings
    assert (landing.kind, landing.place) == ("workspace", str(tmp_path / "out"))
    assert run.request is not None
    assert run.request.hidden == []
    again = run.request.request
    assert (again.bundle, again.digest, again.options) == (request.bundle, request.digest, request.options)
    assert result.artifacts is not None
    kept = memory.artifacts.get(result.artifacts.digest)
    assert kept is not None
    assert kept.files == result.artifacts.files
    (chart,) = memory.charts.of_component("OrderService")
    assert (chart.version, chart.artifacts, chart.run_id) == ("1.0.0", run.artifacts, run.run_id)
    (known,) = memory.traces.of_trace("trace-ord-8128")
    assert (known.digest, known.environments) == (run.artifacts, result.environments)
    (entry,) = memory.outbox.of_run(run.run_id)
    assert (entry.events, entry.state) == (result.events.events, "delivered")
    (used,) = memory.templates.of_template("helm-microservice-template-v3")
    assert (used.component_type, used.rendered) == ("microservice", run.artifacts)


def test_the_same_request_is_one_run_and_another_one_is_linked_to_it(state: Path, tmp_path: Path) -> None:
    agent = build_agent(settings_in(state))
    for digest in ("sha256:1", "sha256:1", "sha256:2"):
        agent.runner.generate(order(tmp_path / "out", request_digest=digest))
    second, first = memory_in(state).runs.newest()
    assert (first.previous_run, second.previous_run) == (None, first.run_id)
    assert first.execution_id == second.execution_id
    assert len(memory_in(state).charts.of_component("OrderService")) == 1


def test_runs_that_saved_nothing_are_there_with_what_is_wrong(state: Path, tmp_path: Path) -> None:
    agent = build_agent(settings_in(state))
    blocked = agent.runner.generate(minimal(tmp_path / "out", container_image="acme/orders:latest"))
    refused = agent.runner.generate(minimal(tmp_path / "out", type="mystery-box"))
    memory = memory_in(state, agent.library.policy.default_tenant)
    second, first = memory.runs.newest()
    assert (first.status, second.status) == ("blocked", "refused")
    assert (second.failure, second.problems) == (refused.failure, refused.problems)
    assert first.problems
    assert first.failure == blocked.failure
    assert first.artifacts is None
    assert first.landings == []
    assert memory.charts.of_component("Orders") == memory.traces.of_trace("t-1") == []
    assert [entry.state for entry in memory.outbox.of_trace("t-1")] == ["delivered", "delivered"]


def test_a_run_that_only_looked_leaves_nothing(state: Path) -> None:
    assert build_agent(settings_in(state)).runner.generate(order(None)).status == "generated"
    assert not (state / "memory.sqlite").exists()


def test_events_that_a_bus_did_not_take_wait_in_the_outbox(state: Path, tmp_path: Path) -> None:
    stream = io.StringIO()
    agent = build_agent(settings_in(state), event_stream=stream)
    stream.close()
    result = agent.runner.generate(order(tmp_path / "out"))
    (run,) = memory_in(state).runs.newest()
    assert (result.status, run.status, run.failure) == ("saved", "saved", "not_announced")
    (entry,) = memory_in(state).outbox.pending()
    assert (entry.events, entry.waiting) == (result.events.events, ["stdout"])


def test_a_run_that_is_ended_before_its_events_are_kept_has_told_nobody(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> None:
        raise SystemExit(143)  # as a signal does, wherever it comes

    agent = build_agent(settings_in(state))
    memory = memory_in(state, agent.library.policy.default_tenant)
    with monkeypatch.context() as patch:
        patch.setattr(Emitter, "_publish", end)
        with pytest.raises(SystemExit):
            agent.runner.generate(minimal(tmp_path / "out"))
    (run,) = memory.runs.newest()
    assert (run.status, run.events) == ("saved", [])
    agent.runner.generate(minimal(tmp_path / "out"))
    (run,) = memory.runs.newest()
    assert (run.status, bool(run.events)) == ("announced", True)


def test_no_secret_is_in_memory(state: Path, tmp_path: Path) -> None:
    agent = build_agent(settings_in(state))
    literal = "hunter2-correct-horse"
    result = agent.runner.generate(minimal(tmp_path / "out", env=[{"name": "DB_PASSWORD", "value": literal}]))
    assert result.status == "failed"
    memory = memory_in(state, agent.library.policy.default_tenant)
    (run,) = memory.runs.newest()
    assert (run.status, run.request and run.request.hidden) == ("refused", ["component.env.0.value"])
    assert json.loads(run.request.bundle)["component"]["env"][0]["value"] == "(a secret)" if run.request else False
    for path in state.iterdir():
        assert path.is_dir() or literal.encode() not in path.read_bytes(), path


def test_memory_that_cannot_be_used_fails_no_run(
    state: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (state / "memory.sqlite").mkdir(parents=True)
    result = build_agent(settings_in(state)).runner.generate(order(tmp_path / "out"))
    assert (result.status, result.problems) == ("generated", [])
    assert "the memory file" in capfd.readouterr().err


def test_bundles_that_are_refused_before_a_run_are_there_too(state: Path) -> None:
    problem = Problem(code="empty-file", message="there is no bundle", remedy="Write one.", file="bundle.yaml")
    log = announce_rejection(settings_in(state), "bundle.yaml", InputError(problem))
    memory = memory_in(state, build_library(settings_in(state)).policy.default_tenant)
    (run,) = memory.runs.newest()
    assert (run.status, run.component, run.problems) == ("refused", "bundle.yaml", [problem])
    assert run.events == [event.id for event in log.events]
    (entry,) = memory.outbox.of_run(run.run_id)
    assert (entry.events, entry.state) == (log.events, "delivered")
