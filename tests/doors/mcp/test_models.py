"""What the tools say and spend where a model is set up; the model is a server on this machine."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.chat_server import ChatServer, completion
from tests.support.drafting import changed
from tests.support.generation import model_settings_in
from tests.support.mcp_calls import Answering


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    """Call tools of an agent whose model may be asked once a call."""
    with ChatServer([completion("no plan")] * 3).running() as server:
        state = tmp_path / "state"
        settings = model_settings_in(state, server.url, workspace=tmp_path, model_max_calls=1, planner="model")
        answer = Answering(settings)

        def call(name: str) -> dict[str, Any]:
            return answer(name, {"bundle": changed(type="microservice")}).model_dump(exclude_none=True)

        call.server = server  # type: ignore[attr-defined]
        yield call


def test_each_call_has_a_budget_of_its_own(ask: Any) -> None:
    for _ in range(2):
        answer = ask("generate_infrastructure")
        assert answer["status"] == "generated"
        assert "is not of the form" in answer["planner_reason"]
        assert answer["planner"] == "deterministic"
        assert answer["spending"]["calls"] == 1
    assert len(ask.server.requests) == 2


def test_a_plan_is_the_one_that_a_run_would_take(ask: Any) -> None:
    answer = ask("plan_generation")
    assert answer["planner"] == "deterministic"
    assert "is not of the form" in answer["reasons"]["planner"]
    assert len(ask.server.requests) == 1
