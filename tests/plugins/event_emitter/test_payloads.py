"""The events of runs, held against the examples of the mission's specification."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import build_agent
from foundation.model.errors import OutsideError, Problem
from foundation.model.events import Event
from foundation.model.findings import Finding, Report
from foundation.model.run.failure import Failure
from plugins.event_emitter.buses.files import FileBus, event_line
from plugins.event_emitter.buses.stdout import StreamBus
from plugins.event_emitter.payloads import generation_failed, validation_failed
from tests.support.generation import case_named, read_case, request_of, settings_in

AGENT = "infrastructure-engineer-agent"
TIME = "2025-05-07T22:45:12Z"


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Events of OrderService, as they stand in the output folder and on the stream."""
    folder, stream = tmp_path_factory.mktemp("run"), io.StringIO()
    agent = build_agent(settings_in(folder / "state"), event_stream=stream)
    result = agent.runner.generate(request_of(read_case(case_named("order-service")), folder / "out"))
    assert result.status == "generated"
    lines = (folder / "out" / "events.jsonl").read_text()
    assert lines == stream.getvalue()
    assert not (folder / "state" / "events.jsonl").exists()
    payloads = [json.loads(line) for line in lines.splitlines()]
    assert payloads == [event.payload for event in result.events.events]
    return payloads


def test_the_events_of_a_run_in_their_order(events: list[dict[str, Any]]) -> None:
    assert [(event["event"], event.get("env")) for event in events] == [
        ("TraceLinkValidated", None),
        ("InfrastructureGenerated", "dev"),
        ("InfrastructureGenerated", "staging"),
        ("InfrastructureGenerated", "prod"),
        ("HelmChartReady", None),
        ("ManifestPublished", "dev"),
        ("ManifestPublished", "staging"),
        ("ManifestPublished", "prod"),
    ]


def test_infrastructure_generated_as_in_both_examples_of_the_specification(events: list[dict[str, Any]]) -> None:
    event = events[2]
    example = {
        "event": "InfrastructureGenerated",
        "trace_id": "trace-ord-8128",
        "repo": "OrderService",
        "chart_path": "charts/orderservice/",
        "target_environment": "staging",
        "env": "staging",
        "agent": AGENT,
        "timestamp": TIME,
    }
    assert {key: event[key] for key in example} == example
    assert {"deployment.yaml", "service.yaml"} <= set(event["files"])
    assert "hpa.yaml" in events[3]["files"]


def test_every_event_links_to_its_blueprint_run_and_bytes(events: list[dict[str, Any]]) -> None:
    shared = {
        "trace_id": "trace-ord-8128",
        "blueprint_id": "usecase-create-order",
        "component_scope": "Order",
        "execution_id": "exec-8128-xyz",
        "agent_origin": "microservice-generator-agent",
        "component": "OrderService",
        "tenant": "acme",
        "agent": AGENT,
        "timestamp": TIME,
    }
    digests = set()
    for event in events:
        assert {key: event[key] for key in shared} == shared
        assert next(iter(event)) == "event"
        digests.add(event["digest"])
    assert len(digests) == 1


def test_a_chart_event_names_the_package(events: list[dict[str, Any]]) -> None:
    ready = next(event for event in events if event["event"] == "HelmChartReady")
    assert (ready["chart"], ready["version"]) == ("orderservice", "1.0.0")
    assert (ready["chart_path"], ready["package"]) == ("charts/orderservice/", "charts/orderservice-1.0.0.tgz")


def test_no_event_holds_a_value_of_the_bundle(events: list[dict[str, Any]]) -> None:
    assert "queue.order.processing" not in json.dumps(events)


def test_generation_failed_as_in_the_specification() -> None:
    problem = Problem(code="trace-missing", message="missing trace_id in deployment.yaml", remedy="Add it.")
    failure = Failure(
        execution_id="exec-1",
        subject="bundle.yaml",
        trace_id="trace-user-122",
        component="UserService",
        failure="trace_missing",
        problems=[problem],
        recipients=["HumanOpsAgent"],
    )
    event = generation_failed(failure, TIME)
    example = {
        "event": "InfrastructureGenerationFailed",
        "trace_id": "trace-user-122",
        "component": "UserService",
        "reason": "missing trace_id in deployment.yaml",
        "attempts": 1,
        "status": "aborted",
        "timestamp": TIME,
    }
    assert {key: event.payload[key] for key in example} == example
    assert event.payload["errors"] == [
        {"code": "trace-missing", "path": None, "message": problem.message, "remedy": "Add it."}
    ]


def test_validation_failed_as_in_the_specification() -> None:
    def finding(severity: Any, message: str) -> Finding:
        return Finding(code="privileged", severity=severity, message=message, remedy="r", file="deployment.yaml")

    findings = [
        finding("error", "trace_id is missing"),
        finding("warning", "not that bad"),
        finding("error", "privileged"),
    ]
    report = Report(digest="sha256:0", kube_version="1.32", findings=findings)
    failure = Failure(
        execution_id="exec-1",
        subject="bundle.yaml",
        trace_id="trace-infra-882",
        component="OrderService",
        failure="policy_violation",
        problems=[],
        recipients=["TechLeadAgent"],
    )
    event = validation_failed(failure, report, TIME)
    example = {
        "trace_id": "trace-infra-882",
        "component": "OrderService",
        "status": "failed",
        "errors": ["deployment.yaml: trace_id is missing", "deployment.yaml: privileged"],
        "agent": AGENT,
        "timestamp": TIME,
    }
    assert {key: event.payload[key] for key in example} == example


def test_a_blocked_run_emits_both_failures(tmp_path: Path) -> None:
    stream = io.StringIO()
    agent = build_agent(settings_in(tmp_path / "state"), event_stream=stream)
    bundle = read_case(case_named("minimal"), "component.container_image=a/b:latest")
    result = agent.runner.generate(request_of(bundle, tmp_path / "out"))
    payloads = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [payload["event"] for payload in payloads] == ["InfraValidationFailed", "InfrastructureGenerationFailed"]
    assert result.report is not None
    assert payloads[0]["digest"] == result.report.digest
    assert payloads[1]["failure"] == "policy_violation"
    assert [payload["escalate_to"] for payload in payloads] == [["SecurityArchitectAgent", "TechLeadAgent"]] * 2
    assert all(payload["component"] == bundle.bundle.component.name for payload in payloads)


def event(text: str) -> Event:
    return Event(id="x", event="TraceLinkValidated", payload={"event": "TraceLinkValidated", "text": text})


@pytest.mark.parametrize("text", ["a\nb", '"', "\\", "é😀", "\u2028", "\x00\x1b", "\udcff", "{{ x }}", "\r\n"])
def test_an_event_is_one_line_of_json_whatever_it_holds(text: str, tmp_path: Path) -> None:
    FileBus(tmp_path).publish([event(text), event("next")])
    lines = (tmp_path / "events.jsonl").read_bytes().split(b"\n")
    assert [json.loads(line)["text"] for line in lines if line] == [text, "next"]
    stream = io.StringIO()
    StreamBus(stream).publish([event(text)])
    assert stream.getvalue() == event_line(event(text)) + "\n"


def test_events_are_appended(tmp_path: Path) -> None:
    for number in range(3):
        FileBus(tmp_path / "state").publish([event(str(number))])
    lines = (tmp_path / "state" / "events.jsonl").read_text().splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["0", "1", "2"]


def test_events_are_never_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("untouched")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "events.jsonl").symlink_to("../target")
    with pytest.raises(OutsideError) as caught:
        FileBus(tmp_path / "out").publish([event("x")])
    assert caught.value.problems[0].code == "event-not-written"
    assert (tmp_path / "target").read_text() == "untouched"
