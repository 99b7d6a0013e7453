"""The spans of the mission's specification: names, tags, parents, whatever becomes of a run."""

from pathlib import Path

import pytest

from agent.telemetry.parents import parent_context
from agent.telemetry.phases import PHASES, START, phase_of
from agent.telemetry.subject import plain
from foundation.source.assignment import parse_assignment
from foundation.source.bundle import read_bundles
from tests.support.generation import EXAMPLES, request_of
from tests.support.otlp_receiver import Span
from tests.telemetry.conftest import Watched

MINIMAL = EXAMPLES / "minimal.yaml"
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SAID = {
    "trace_id": "trace-ping-0001",
    "component_scope": "Demo",
    "repo": "Ping",
    "env": "dev",
    "execution_id": "exec-4711",
    "agent": "infrastructure-engineer-agent",
}
SUCCESS, ERROR = 0, 2


def run(watched: Watched, output: Path, *assignments: str) -> list[Span]:
    changes = [parse_assignment(text) for text in ("execution_id=exec-4711", *assignments)]
    (bundle,) = read_bundles(MINIMAL.read_bytes(), "minimal.yaml", changes)
    with parent_context({"Traceparent": TRACEPARENT}):
        watched.agent.runner.generate(request_of(bundle, output))
    watched.close()
    return watched.received.spans


def told(spans: list[Span]) -> dict[str, tuple[dict[str, object], int]]:
    return {span.name: (span.attributes, span.status) for span in spans}


def tags(status: str, chart: str, **more: object) -> dict[str, object]:
    return {**SAID, "status": status, "chart_status": chart, **more}


def test_a_run_is_a_tree_of_spans_below_the_parent_of_its_request(watched: Watched, tmp_path: Path) -> None:
    spans = run(watched, tmp_path / "out")
    assert told(spans) == {
        "infragen.start": (tags("success", "saved", helm_lint_passed=True), SUCCESS),
        "infragen.template.load": (tags("success", "none"), SUCCESS),
        "infragen.helm.build": (tags("success", "built"), SUCCESS),
        "infragen.render.yaml": (tags("success", "built"), SUCCESS),
        "infragen.validate": (tags("success", "passed"), SUCCESS),
        "infragen.complete": (tags("success", "saved"), SUCCESS),
    }
    root = watched.received.named(START)
    assert (root.trace, root.parent) == tuple(TRACEPARENT.split("-")[1:3])
    assert {(span.trace, span.parent) for span in spans if span is not root} == {(root.trace, root.span)}
    assert root.service["service.name"] == "infrastructure-engineer-agent"
    assert watched.received.named("infragen.complete").events == [
        ("step", {"step": "artifact_emitter.save"}),
        ("step", {"step": "trace_metadata_injector.remember"}),
        ("step", {"step": "event_emitter.emit"}),
    ]


def test_what_the_gate_blocks_says_so_without_a_word_of_the_bundle(watched: Watched, tmp_path: Path) -> None:
    spans = run(watched, tmp_path / "out", "component.container_image=ghcr.io/x/hunter2:latest")
    blocked = tags("failed", "blocked", failure_reason="policy_violation")
    assert told(spans) == {
        "infragen.start": ({**blocked, "helm_lint_passed": True}, ERROR),
        "infragen.template.load": (tags("success", "none"), SUCCESS),
        "infragen.helm.build": (tags("success", "built"), SUCCESS),
        "infragen.render.yaml": (tags("success", "built"), SUCCESS),
        "infragen.validate": (blocked, ERROR),
        "infragen.complete": (blocked, ERROR),
    }
    assert "hunter2" not in repr(spans)


def test_what_a_run_did_not_come_to_was_skipped(watched: Watched, tmp_path: Path) -> None:
    spans = run(watched, tmp_path / "out", "trace_id=null")
    untraced = {name: value for name, value in SAID.items() if name != "trace_id"}
    skipped = {**untraced, "status": "skipped", "chart_status": "none"}
    failed = {**skipped, "status": "failed", "failure_reason": "trace_missing"}
    assert told(spans) == {
        "infragen.start": (failed, ERROR),
        "infragen.template.load": (failed, ERROR),
        **{name: (skipped, SUCCESS) for name in PHASES if name != "infragen.template.load"},
    }


def test_what_is_hostile_in_names_is_bounded_and_inert() -> None:
    assert plain("\x1b[31m\u202e<script>" + "x" * 1_000_000) == "\ufffd[31m\ufffd<script>" + "x" * 185 + "…"
    assert plain("Zahlungs-Dienst_1") == "Zahlungs-Dienst_1"


@pytest.mark.parametrize(
    ("step", "phase"),
    [
        ("overlay_merge.merge", "infragen.template.load"),
        ("helm_chart_builder.package", "infragen.helm.build"),
        ("helm_chart_builder.render", "infragen.render.yaml"),
        ("another_part_builder.build", "infragen.render.yaml"),
        ("trace_metadata_injector.remember", "infragen.complete"),
        ("event_emitter.emit_failure", "infragen.complete"),
    ],
)
def test_each_step_belongs_to_a_span(step: str, phase: str) -> None:
    assert phase_of(step) == phase
