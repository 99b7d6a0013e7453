"""Events of other agents as calls: the same work as over HTTP, once, and every mistake told to the sender."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.doors.mcp.conftest import Client
from tests.doors.mcp.test_stdio import started
from tests.support.generation import EXAMPLES

pytestmark = pytest.mark.xdist_group("mcp")

#: Its trace is its own: other tests of the same server ask for that of the example.
BUNDLE: dict[str, Any] = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text()) | {"trace_id": "trace-told-0001"}
TOOL = "generate_infrastructure"


def blueprint(name: str = "Told", **more: Any) -> dict[str, Any]:
    """Return BlueprintReady as a CloudEvent."""
    bundle = {**BUNDLE, "component": {**BUNDLE["component"], "name": name}}
    data = {"trace_id": BUNDLE["trace_id"], "bundle": bundle, **more}
    return {
        "specversion": "1.0",
        "id": "1",
        "source": "/registry",
        "type": "dev.connectsoft.BlueprintReady",
        "data": data,
    }


def test_an_event_over_stdio_is_taken_once_and_its_work_is_done_before_the_server_ends(tmp_path: Path) -> None:
    with started(tmp_path) as pipes:
        for number in (2, 3):
            pipes.call(number, TOOL, event=blueprint())
        answers = [pipes.read()["result"] for _ in range(2)]
        pipes.stdin.close()
        pipes.process.wait(100)
    assert [answer["isError"] for answer in answers] == [False, False]
    first, again = (answer["structuredContent"] for answer in answers)
    assert first == again == json.loads(answers[0]["content"][0]["text"])
    assert (first["status"], len(first["work"])) == ("accepted", 1)
    (report,) = tmp_path.rglob("told/report.json")
    assert json.loads(report.read_text())["status"] == "passed"
    assert "Traceback" not in (tmp_path / "log").read_text()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"event": {"event": "SomethingElse"}}, "event-type-unknown"),
        ({"event": []}, "wrong-type"),
        ({"event": blueprint(), "dry_run": True}, "unknown-key"),
        ({"event": blueprint(bundle={"component": 1})}, "trace-missing"),
    ],
)
def test_what_nobody_can_take_is_told_with_every_mistake(client: Client, arguments: dict[str, Any], code: str) -> None:
    assert code in [problem["code"] for problem in client.refusal(TOOL, **arguments)]


def test_what_an_event_comes_to_is_as_the_schema_says(client: Client) -> None:
    content = client.answer(TOOL, event={"event": "BlueprintReady", **blueprint("Flat")["data"]})
    Draft202012Validator(client.tools[TOOL].outputSchema or {}).validate(content)
    assert content["status"] == "accepted"
    until = time.monotonic() + 60
    while not list(client.workspace.rglob("flat/report.json")) and time.monotonic() < until:
        time.sleep(0.05)
    assert list(client.workspace.rglob("flat/report.json"))
