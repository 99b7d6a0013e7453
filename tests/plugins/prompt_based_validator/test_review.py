"""What a model says about manifests is advice: it passes nothing, blocks nothing and changes no byte."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import build_agent
from foundation.language_model.errors import ModelUnavailableError
from foundation.language_model.scripted import Line
from foundation.model.conversation import Answer
from foundation.model.errors import Problem
from foundation.model.run.request import Options
from foundation.source.bundle import bundle_from_data
from tests.planning.test_model_planner import BUNDLE
from tests.support.chat_server import ChatServer, Reply, completion
from tests.support.drafting import Workshop
from tests.support.generation import model_settings_in

REMARK = {
    "object": "Deployment/orderservice",
    "path": "spec.replicas",
    "message": "One pod is no pod.",
    "remedy": "Ask for two.",
}
UNAVAILABLE = ModelUnavailableError(Problem(code="model-status", message="status 503", remedy="Wait."), "503")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("review"), review=True)


def remarks(*found: dict[str, Any]) -> str:
    return json.dumps({"findings": found})


def test_remarks_are_advice_beside_the_report(workshop: Workshop, tmp_path: Path) -> None:
    result = workshop.generate([remarks(REMARK)], BUNDLE)
    assert result.review is not None
    (finding,) = result.review.findings
    assert (finding.code, finding.severity, finding.environment) == ("model-review", "advice", "dev")
    assert (finding.object, finding.path) == ("Deployment/orderservice", "spec.replicas")
    assert result.report is not None
    assert all(found.code != "model-review" for found in result.report.findings)
    plain = Workshop(tmp_path).generate([], BUNDLE)
    assert plain.artifacts is not None
    assert result.artifacts is not None
    assert result.artifacts.digest == plain.artifacts.digest
    assert "Is the YAML of OrderService" in workshop.chat.asked[0].messages[-1]["content"]


@pytest.mark.parametrize(
    "line",
    [
        remarks({**REMARK, "severity": "error"}),
        remarks({"object": "x"}),
        '{"findings": [], "passed": false}',
        '{"passed": true, "findings": null}',
        "block it",
        "",
        "[" * 50_000,
        "x" * 1_000_000,
        Answer(refusal="no"),
        Answer(text=remarks(REMARK), finish_reason="length"),
        UNAVAILABLE,
    ],
)
def test_an_answer_that_is_no_review_is_advice_too(workshop: Workshop, line: Line) -> None:
    result = workshop.generate([line], BUNDLE)
    assert result.status == "generated"
    assert result.review is not None
    assert [finding.code for finding in result.review.findings] == ["model-review-skipped"]


SILENT = ModelUnavailableError(Problem(code="model-timeout", message="too late", remedy="Wait."), "timeout")
THREE = {**BUNDLE, "environments": {"dev": {}, "staging": {}, "prod": {}}}


def test_after_one_time_out_nothing_more_is_asked(workshop: Workshop) -> None:
    result = workshop.generate([remarks(REMARK), SILENT, remarks()], THREE)
    assert result.status == "generated"
    assert result.review is not None
    assert len(workshop.chat.asked) == 2
    first, *others = result.review.findings
    assert first.code == "model-review"
    names = [finding.environment for finding in others]
    assert [finding.message for finding in others] == [
        f"no model reviewed the manifests of {names[0]}: it gave no answer in time",
        f"no model reviewed the manifests of {names[1]}: it gave no answer on {names[0]} in time",
    ]


def test_a_failure_of_one_environment_stops_no_other(workshop: Workshop) -> None:
    result = workshop.generate([UNAVAILABLE, remarks(), remarks()], THREE)
    assert result.review is not None
    assert [finding.code for finding in result.review.findings] == ["model-review-skipped"]
    assert len(workshop.chat.asked) == 3


def test_no_run_waits_long_for_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ChatServer([completion(remarks())] * 3 + [Reply(silent=True)] * 9).running() as server:
        settings = model_settings_in(tmp_path / "state", server.url, review=True, model_timeout_seconds=60)
        request = bundle_from_data(THREE, "bundle.yaml").request(Options())
        # The first run loads the client, which takes longer than the second one waits.
        assert build_agent(settings).runner.generate(request).status == "generated"
        assert len(server.requests) == 3
        monkeypatch.setattr("plugins.prompt_based_validator.plugin.PATIENCE", 2.0)
        agent = build_agent(settings)
        started = time.monotonic()
        result = agent.runner.generate(request)
        assert time.monotonic() - started < 30
        assert len(server.requests) == 4
    assert result.status == "generated"
    assert result.review is not None
    assert [finding.code for finding in result.review.findings] == ["model-review-skipped"] * 3
    # The call that nobody waited for is booked with what it may take.
    assert (result.spending.calls, result.spending.usage.output_tokens) == (1, 1000)


def test_a_models_text_is_cut_and_steers_no_terminal(workshop: Workshop) -> None:
    hostile = {**REMARK, "message": "\x1b[2J\u202e" + "x" * 500, "object": "\x07"}
    result = workshop.generate([remarks(*[hostile] * 60)], BUNDLE)
    assert result.review is not None
    assert len(result.review.findings) == 20
    assert all(finding.message.isprintable() and len(finding.message) <= 200 for finding in result.review.findings)


def test_nothing_is_asked_about_what_the_gate_blocks(workshop: Workshop) -> None:
    bundle = {**BUNDLE, "component": {**BUNDLE["component"], "container_image": "acme/orders:latest"}}
    result = workshop.generate([remarks()], bundle)
    assert result.status == "blocked"
    assert workshop.chat.asked == []
