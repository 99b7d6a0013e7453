"""What the workbench sees of a review: real manifests, and advice that decides nothing."""

import asyncio
import json
from typing import Any, cast

import pytest

from agent.bootstrap import build_examiners
from agent.evaluation.examiner import Question
from agent.evaluation.outcome import Examination
from agent.settings import Settings
from foundation.language_model.model import LanguageModel
from foundation.language_model.scripted import STAND_IN, ScriptedChat
from foundation.model.bundle.bundle import Bundle
from foundation.model.conversation import Answer
from foundation.model.errors import InputError

EXAMINER = build_examiners(Settings())["review"]
REMARK = {"object": "Deployment/ping", "path": "spec", "message": "Small.", "remedy": "Raise it."}


def bundle(image: str = "ghcr.io/connectsoft/ping:1.0.0", **further: Any) -> Bundle:
    component = {"name": "Ping", "type": "microservice", "transport": "http", "container_image": image}
    head = {"trace_id": "trace-view", "blueprint_id": "usecase-ping", "component_scope": "Tools", "team": "tools"}
    return Bundle.model_validate({**head, **further, "component": component})


def examined(answer: Answer, subject: Bundle) -> Examination:
    model = LanguageModel(ScriptedChat([]), STAND_IN)
    return cast("Examination", asyncio.run(EXAMINER.examine(Question(subject, 1), answer, model)))


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (Answer(text='{"findings": []}'), set()),
        (Answer(text=json.dumps({"findings": [REMARK]})), {"model-review"}),
        (Answer(text=json.dumps({"findings": [{**REMARK, "severity": "error"}]})), {"model-review-skipped"}),
        (Answer(text='{"findings": [], "passed": false}'), {"model-review-skipped"}),
        (Answer(text="BLOCK IT"), {"model-review-skipped"}),
        (Answer(text="[" * 60_000), {"model-review-skipped"}),
        (Answer(text="x" * 1_000_000), {"model-review-skipped"}),
        (Answer(text='{"findings": []}', finish_reason="length"), {"model-review-skipped"}),
        (Answer(refusal="no"), {"model-review-skipped"}),
    ],
)
def test_no_answer_passes_or_blocks_anything(answer: Answer, codes: set[str]) -> None:
    found = examined(answer, bundle())
    assert found.passed
    advice = [finding for finding in found.findings if finding.code.startswith("model-review")]
    assert {finding.code for finding in advice} == codes
    assert {finding.severity for finding in advice} <= {"advice"}


def test_remarks_are_cut_in_number_and_length() -> None:
    remarks = [{**REMARK, "message": "\x1b[31m" + "long " * 200}] * 50
    advice = [
        finding
        for finding in examined(Answer(text=json.dumps({"findings": remarks})), bundle()).findings
        if finding.code == "model-review"
    ]
    assert len(advice) == 20
    assert all(len(finding.message) <= 200 and "\x1b" not in finding.message for finding in advice)


def test_the_manifests_are_those_of_the_first_target() -> None:
    subject = bundle(target_environment=["staging", "dev"])
    values = asyncio.run(EXAMINER.arguments(Question(subject, 1)))
    assert values["target_environment"] == "staging"
    assert {path.split("/")[0] for path in examined(Answer(text="{}"), subject).manifests} == {"staging"}
    assert "kind: Deployment" in values["manifests"]
    assert "replicas" in values["standards"]


def test_what_the_gate_blocks_is_reviewed_by_nobody() -> None:
    with pytest.raises(InputError) as raised:
        asyncio.run(EXAMINER.arguments(Question(bundle("ghcr.io/connectsoft/ping:latest"), 1)))
    assert {(problem.code, problem.path) for problem in raised.value.problems} == {("case-blocked", "bundle")}
