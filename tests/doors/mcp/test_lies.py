"""Clients that lie when they are asked something: what they say is an answer to what was asked, or none."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.doors.mcp.test_stdio import Pipes, started
from tests.support.generation import EXAMPLES

pytestmark = pytest.mark.xdist_group("mcp")

COMPLETE: dict[str, Any] = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text())
BUNDLE = {name: value for name, value in COMPLETE.items() if name != "trace_id"}
SECRET = "s3cret-value"  # noqa: S105 - nobody has it


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipes]:
    """A server whose client says that it can be asked; at its end nothing of what it said is in the log."""
    folder = tmp_path_factory.mktemp("lies")
    with started(folder, {"elicitation": {}}) as pipes:
        yield pipes
    assert (folder / "log").read_text() == ""


def replied(pipes: Pipes, *replies: dict[str, Any], other: Any = None) -> dict[str, Any]:
    """Call for a bundle that lacks something, reply to the question, and return what is told in the end."""
    pipes.call(2, "generate_infrastructure", bundle=BUNDLE, dry_run=True)
    question = pipes.read()
    assert question["method"] == "elicitation/create"
    for reply in replies:
        pipes.write({"jsonrpc": "2.0", "id": question["id"] if other is None else other, **reply})
    if other is not None:
        pipes.write({"jsonrpc": "2.0", "id": question["id"], "result": {"action": "decline"}})
    answer = pipes.read()
    assert SECRET not in json.dumps(answer)
    told: dict[str, Any] = answer["result"]["structuredContent"]
    return told


def said(content: Any, action: str = "accept") -> dict[str, Any]:
    return {"result": {"action": action, "content": content}}


@pytest.mark.parametrize(
    "reply",
    [
        said({"trace_id": 7}),
        said({"trace_id": {"a": SECRET}}),
        said({"trace_id": [[SECRET]]}),
        said({"trace_id": ""}),
        said({"component": SECRET}),
        said(SECRET),
        said([SECRET]),
        said(None),
        said({"trace_id": "trace-x"}, SECRET),
        said({"trace_id": "trace-x"}, "decline"),
        said({"trace_id": "trace-x"}, "cancel"),
        {"result": {"x": SECRET}},
        {"error": {"code": -1, "message": SECRET}},
    ],
)
def test_what_is_no_answer_leaves_the_mistake(asked: Pipes, reply: dict[str, Any]) -> None:
    told = replied(asked, reply)
    assert [problem["code"] for problem in told["problems"]] == ["trace-missing"]


@pytest.mark.parametrize("value", ["x\ncomponent:\n  name: Evil", "x: {y: [", "../../x", "{{ 7 * 7 }}", "x" * 300_000])
def test_what_is_said_is_a_value_and_nothing_more(asked: Pipes, value: str) -> None:
    told = replied(asked, said({"trace_id": value}))
    assert [(problem["code"], problem["path"]) for problem in told["problems"]] == [("wrong-value", "trace_id")]
    assert len(json.dumps(told)) < 10_000


def test_only_what_was_asked_for_is_taken(asked: Pipes) -> None:
    plain = replied(asked, said({"trace_id": "trace-x"}))
    more = {"trace_id": "trace-x", "tenant": "other", "component_name": "Evil", "output": "../x", "component": "x"}
    assert replied(asked, said(more))["digest"] == plain["digest"]


def test_answers_to_other_questions_and_second_ones_count_for_nothing(asked: Pipes) -> None:
    accepted = said({"trace_id": "trace-x"})
    for other in (9_999, "zero", -1):
        assert replied(asked, accepted, other=other)["status"] == "failed"
    assert replied(asked, said({}, "decline"), accepted)["status"] == "failed"


def test_a_question_ends_with_its_call(asked: Pipes) -> None:
    asked.call(3, "generate_infrastructure", bundle=BUNDLE, dry_run=True)
    question = asked.read()
    asked.write({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 3}})
    assert "error" in asked.read()
    asked.write({"jsonrpc": "2.0", "id": question["id"], **said({"trace_id": "trace-x"})})
    asked.send(4, "ping", {})
    assert asked.read() == {"jsonrpc": "2.0", "id": 4, "result": {}}
