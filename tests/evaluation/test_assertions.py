import json
from typing import Any

import pytest
from pydantic import ValidationError

from agent.evaluation.assertions import KINDS
from agent.evaluation.dataset import Assertion
from agent.evaluation.outcome import Examination, Outcome, Round
from foundation.model.conversation import Answer, TokenUsage
from foundation.model.findings import Finding

DRAFT = {"objects": [{"kind": "Job", "n": 1, "on": True}, {"kind": "Service"}], "reason": None}
ANSWER = Answer(text=json.dumps(DRAFT), usage=TokenUsage(input_tokens=90, output_tokens=10))
MANIFESTS = {"dev/job.yaml": "kind: Job\n", "dev/service.yaml": "apiVersion: v1\nkind: Service\n"}
BLOCKED = Finding(code="host-path", severity="error", message="no", remedy="Remove it.")
GOOD = Outcome(answer=ANSWER, examination=Examination(draft=DRAFT, manifests=MANIFESTS), cost=0.01, seconds=2.0)
ADVICE = Finding(
    code="model-review",
    severity="advice",
    message="too small",
    remedy="Raise it.",
    object="Deployment/ping",
    path="spec",
)
ADVISED = GOOD.model_copy(update={"examination": Examination(manifests=MANIFESTS, findings=[ADVICE, ADVICE])})
MENDED = GOOD.model_copy(update={"repairs": [Round(messages=[], answer=Answer(text="{}"))] * 2})
BAD = GOOD.model_copy(update={"examination": Examination(manifests=MANIFESTS, findings=[BLOCKED])})
EMPTY = GOOD.model_copy(update={"examination": Examination()})
TEXT = Outcome(answer=Answer(text="no json", finish_reason="length"))
REFUSED = Outcome(answer=Answer(refusal="no"))


@pytest.mark.parametrize(
    ("assertion", "outcome", "status"),
    [
        ({"gate": True}, GOOD, "passed"),
        ({"gate": True}, BAD, "failed"),
        ({"gate": True}, EMPTY, "failed"),
        ({"gate": True}, TEXT, "skipped"),
        ({"not-gate": True}, BAD, "passed"),
        ({"not-gate": True}, TEXT, "skipped"),
        ({"finding": "host-path"}, BAD, "passed"),
        ({"finding": "host-path"}, GOOD, "failed"),
        ({"finding": "host-path"}, TEXT, "skipped"),
        ({"finding": {"code": "host-path", "contains": "Remove"}}, BAD, "passed"),
        ({"finding": {"code": "model-review", "object": "Deployment/ping", "max": 2}}, ADVISED, "passed"),
        ({"finding": {"code": "model-review", "max": 1}}, ADVISED, "failed"),
        ({"finding": {"code": "model-review", "object": "Service/ping"}}, ADVISED, "failed"),
        ({"finding": {"code": "model-review", "contains": "too large"}}, ADVISED, "failed"),
        ({"not-finding": {"code": "model-review", "contains": "too large"}}, ADVISED, "passed"),
        ({"gate": True}, ADVISED, "passed"),
        ({"repairs": {"max": 2}}, MENDED, "passed"),
        ({"repairs": {"max": 1}}, MENDED, "failed"),
        ({"repairs": {"max": 0}}, GOOD, "passed"),
        ({"contains": "Job"}, MENDED, "failed"),
        ({"tokens": {"max": 100}}, MENDED, "skipped"),
        ({"kinds": ["Service", "Job"]}, GOOD, "passed"),
        ({"kinds": ["Job"]}, GOOD, "failed"),
        ({"is-json": True}, GOOD, "passed"),
        ({"is-json": True}, TEXT, "failed"),
        ({"not-is-json": True}, TEXT, "passed"),
        ({"is-json": {"schema": {"required": ["objects"]}}}, GOOD, "passed"),
        ({"is-json": {"schema": {"required": ["other"]}}}, GOOD, "failed"),
        ({"equals": {"path": "objects[0].kind", "value": "Job"}}, GOOD, "passed"),
        ({"equals": {"path": "objects[-1].kind", "value": "Service"}}, GOOD, "passed"),
        ({"equals": {"path": "objects[0].kind", "value": "Pod"}}, GOOD, "failed"),
        ({"equals": {"path": "objects[0].on", "value": 1}}, GOOD, "failed"),
        ({"equals": {"path": "objects[0].n", "value": True}}, GOOD, "failed"),
        ({"equals": {"path": "reason", "value": None}}, GOOD, "passed"),
        ({"equals": {"path": "objects[7].kind", "value": "Job"}}, GOOD, "failed"),
        ({"equals": {"path": "objects.kind", "value": "Job"}}, GOOD, "failed"),
        ({"equals": {"path": "objects", "value": []}}, TEXT, "failed"),
        ({"one-of": {"path": "objects[0].kind", "values": ["Pod", "Job"]}}, GOOD, "passed"),
        ({"one-of": {"path": "objects[0].kind", "values": ["Pod"]}}, GOOD, "failed"),
        ({"count": {"path": "objects", "min": 2, "max": 2}}, GOOD, "passed"),
        ({"count": {"path": "objects", "max": 1}}, GOOD, "failed"),
        ({"count": {"path": "reason"}}, GOOD, "failed"),
        ({"contains": "Job"}, GOOD, "passed"),
        ({"contains": "job"}, GOOD, "failed"),
        ({"not-contains": "hostPath"}, GOOD, "passed"),
        ({"not-contains": "Job"}, GOOD, "failed"),
        ({"refusal": True}, REFUSED, "passed"),
        ({"refusal": True}, GOOD, "failed"),
        ({"refusal": True}, Outcome(answer=Answer(finish_reason="content_filter")), "passed"),
        ({"complete": True}, GOOD, "passed"),
        ({"complete": True}, TEXT, "failed"),
        ({"tokens": {"max": 100}}, GOOD, "passed"),
        ({"tokens": {"max": 99}}, GOOD, "failed"),
        ({"tokens": {"max": 99}}, TEXT, "skipped"),
        ({"cost": {"max": 0.01}}, GOOD, "passed"),
        ({"cost": {"max": 0.001}}, GOOD, "failed"),
        ({"cost": {"max": 0.01}}, TEXT, "skipped"),
        ({"latency": {"max": 2}}, GOOD, "passed"),
        ({"latency": {"max": 1}}, GOOD, "failed"),
        ({"not-latency": {"max": 1}}, GOOD, "passed"),
    ],
)
def test_assertions(assertion: dict[str, Any], outcome: Outcome, status: str) -> None:
    result = Assertion.model_validate(assertion).judge(outcome)
    (name,) = assertion
    assert (result.name, result.status) == (name, status)
    assert (result.reason is None) is (status == "passed")


@pytest.mark.parametrize(
    "assertion",
    [
        {},
        {"contains": "a", "not-contains": "b"},
        {"contains": None},
        {"gate": False},
        {"cost": {}},
        {"cost": {"max": -1}},
        {"is-json": {"schema": {}, "other": 1}},
        {"is-json": {"schema": {"type": "nothing"}}},
        {"is-json": {"schema": {"$ref": "http://127.0.0.1:9/schema.json"}}},
        {"equals": {"path": "a..b", "value": 1}},
        {"one-of": {"path": "a", "values": []}},
        {"python": "open('/etc/passwd')"},
    ],
)
def test_what_is_no_assertion(assertion: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Assertion.model_validate(assertion)


@pytest.mark.parametrize("text", ["NaN", "[" * 100_000, "{} {}", '{"a": Infinity}'])
def test_what_is_no_json(text: str) -> None:
    outcome = Outcome(answer=Answer(text=text))
    assert Assertion.model_validate({"is-json": True}).judge(outcome).status == "failed"
    assert Assertion.model_validate({"count": {"path": "a"}}).judge(outcome).status == "failed"


def test_every_kind_is_described() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) == 15
    assert all(kind.description.endswith(".") for kind in KINDS)
