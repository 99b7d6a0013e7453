"""What the command line says and spends where a model is set up; the model is a server on this machine."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.chat_server import ChatServer, completion
from tests.support.drafting import BUNDLE, GOOD
from tests.support.generation import EXAMPLES

MINIMAL = str(EXAMPLES / "minimal.yaml")


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ChatServer]]:
    """Start a server with answers, and set it up as the model."""
    running: list[Any] = []

    def start(*answers: str, **settings: str) -> ChatServer:
        server = ChatServer([completion(answer) for answer in answers])
        running.append(server.running())
        running[-1].__enter__()
        known = {"PROVIDER": "compatible", "NAME": "gpt-4o", "BASE_URL": server.url, "CALLS": "loopback", **settings}
        for name, value in known.items():
            monkeypatch.setenv(f"INFRA_ENGINEER_MODEL_{name}", value)
        return server

    yield start
    for server in running:
        server.__exit__(None, None, None)


def standard_plan(program: Callable[..., Outcome]) -> list[str]:
    return [step["name"] for step in json.loads(program("plan", MINIMAL, "--json").out)["steps"]]


def test_plan_shows_the_plan_of_the_model(program: Callable[..., Outcome], serve: Callable[..., ChatServer]) -> None:
    steps = standard_plan(program)
    other = [steps[1], steps[0], *steps[2:]]
    server = serve(json.dumps({"steps": other}))
    shown = json.loads(program("plan", MINIMAL, "--planner", "model", "--json").out)
    assert (shown["planner"], [step["name"] for step in shown["steps"]]) == ("model", other)
    assert len(server.requests) == 1
    assert standard_plan(program) == steps
    assert len(server.requests) == 1


def test_plan_says_why_it_is_not_the_models(program: Callable[..., Outcome], serve: Callable[..., ChatServer]) -> None:
    serve('{"steps": ["artifact_emitter.save"]}')
    done = program("plan", MINIMAL, "--planner", "model")
    assert done.code == 0
    assert "planner: the standard plan runs, because of the model's: it leaves out" in done.out


def test_generate_says_what_became_of_the_plan_and_what_it_took(
    program: Callable[..., Outcome], serve: Callable[..., ChatServer]
) -> None:
    serve("no plan", "no plan")
    done = program("generate", MINIMAL, "--planner", "model", "-o", "out")
    assert done.code == 0
    assert "Ping: the standard plan runs, because of the model's: the model's answer is not of the form" in done.err
    assert "Ping: models took 1 call, 100 tokens in, 20 out, $0.0004" in done.err
    told = json.loads(program("generate", MINIMAL, "--planner", "model", "-o", "out", "--json").out)
    assert told["planner"]["planner"] == "deterministic"
    assert told["planner"]["reasons"]["planner"].startswith("the standard plan runs")
    assert told["spending"] == {"calls": 1, "usage": {"input_tokens": 100, "output_tokens": 20}, "cost": 0.00045}


def test_what_a_model_was_asked_is_in_the_record_of_the_run(
    program: Callable[..., Outcome], serve: Callable[..., ChatServer]
) -> None:
    serve("no plan: password=hunter2hunter2\nbut a text", "no plan")
    assert program("generate", MINIMAL, "--planner", "model", "-o", "out").code == 0
    (run,) = json.loads(program("runs", "list", "--json").out)
    shown = program("runs", "show", run["run_id"])
    assert "\nmodels\n  gpt-4o-2024-08-06 (" in shown.out
    assert "100 tokens in, 20 out" in shown.out
    whole = program("memory", "export").out
    (record,) = [json.loads(line)["record"] for line in whole.splitlines() if '"kind": "run"' in line]
    (asked,) = record["rounds"]
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    assert "trace-ping-0001" in asked["messages"][1]["text"]
    assert asked["answer"] == "(a secret)\nbut a text"


def test_without_a_model_nothing_is_said_of_any(program: Callable[..., Outcome]) -> None:
    done = program("generate", MINIMAL, "-o", "out", "--json")
    assert "spending" not in json.loads(done.out)
    assert "models took" not in program("generate", MINIMAL, "-o", "out").err


def novel(folder: Path, count: int) -> None:
    """Write bundles of components that no template covers."""
    folder.mkdir()
    for number in range(count):
        component = {**BUNDLE["component"], "name": f"Embedding{number}"}
        (folder / f"{number}.json").write_text(json.dumps({**BUNDLE, "component": component}))


def test_all_components_of_a_run_share_one_budget(
    program: Callable[..., Outcome], serve: Callable[..., ChatServer], workspace: Path
) -> None:
    server = serve(*[json.dumps(GOOD)] * 4, MAX_CALLS="2")
    novel(workspace / "bundles", 3)
    done = program("generate", "bundles", "--jobs", "2", "-o", "out")
    assert done.code == 3
    assert done.err.count("draft-pending") == 2
    assert done.err.count("model-budget-exceeded") == 1
    assert len(server.requests) == 2
    assert not (workspace / "out").exists()


def test_planner_draft_and_review_of_a_component_share_it_too(
    program: Callable[..., Outcome], serve: Callable[..., ChatServer], workspace: Path
) -> None:
    server = serve(json.dumps({"steps": []}), json.dumps({"findings": []}), MAX_CALLS="2")
    done = program("generate", str(EXAMPLES / "order-service.yaml"), "--planner", "model", "--review", "-o", "out")
    assert done.code == 0
    assert done.err.count("no model reviewed the manifests") == 2
    assert "models took 2 calls" in done.err
    assert len(server.requests) == 2


def test_the_next_run_has_a_budget_of_its_own(
    program: Callable[..., Outcome], serve: Callable[..., ChatServer]
) -> None:
    server = serve("no plan", "no plan", MAX_CALLS="1")
    for _ in range(2):
        program("plan", MINIMAL, "--planner", "model")
    assert len(server.requests) == 2
