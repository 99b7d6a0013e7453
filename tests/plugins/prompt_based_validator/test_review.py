"""What a model says about manifests is advice: it passes nothing, blocks nothing and changes no byte."""

import json
from pathlib import Path
from typing import Any

import pytest

from foundation.language_model.errors import ModelUnavailableError
from foundation.language_model.scripted import Line
from foundation.model.conversation import Answer
from foundation.model.errors import Problem
from tests.planning.test_model_planner import BUNDLE
from tests.support.drafting import Workshop

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
