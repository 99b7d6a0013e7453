"""docs/novel-types.md, run as somebody with a novel component would."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.docs.running import console_steps, shown_pattern
from tests.doors.cli.conftest import Outcome
from tests.support.chat_server import ChatServer, completion
from tests.support.drafting import BUNDLE, GOOD
from tests.support.generation import ROOT

PAGE = (ROOT / "docs" / "novel-types.md").read_text()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, workspace: Path) -> Iterator[ChatServer]:
    (workspace / "embedding.json").write_text(json.dumps(BUNDLE))
    with ChatServer([completion(json.dumps(GOOD))]).running() as server:
        settings = {"PROVIDER": "compatible", "NAME": "gpt-4o", "BASE_URL": server.url, "CALLS": "loopback"}
        for name, value in settings.items():
            monkeypatch.setenv(f"INFRA_ENGINEER_MODEL_{name}", value)
        yield server


def test_the_walk_through(
    program: Callable[..., Outcome], server: ChatServer, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command, shown in console_steps(PAGE):
        words = shlex.split(command)
        if "list" in words:
            monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", "templates")
        done = program(*words[1:])
        assert done.code == (1 if "draft-pending" in shown else 0), done
        told = done.err if done.code else done.out
        assert re.match(shown_pattern(shown), told), f"{command}\n{told}"
    assert len(server.requests) == 1
    assert server.requests[0]["response_format"]["json_schema"]["strict"] is True
    assert "alice" in (workspace / "out" / "charts" / "embeddingserver" / "Chart.yaml").read_text()


def test_a_draft_is_named_by_its_component_while_it_is_the_only_one(
    program: Callable[..., Outcome], server: ChatServer, workspace: Path
) -> None:
    program("generate", "embedding.json")
    (lock,) = (workspace / ".infra-engineer" / "drafts").glob("*.yaml")
    done = program("templates", "approve", "embedding", "--by", "alice")
    assert (done.code, "Did you mean embeddingserver?" in done.err) == (2, True)
    lock.with_name("embeddingserver.000000000000.yaml").write_text(lock.read_text())
    done = program("templates", "approve", "embeddingserver", "--by", "alice")
    assert done.code == 2
    assert f"  mend: Say which: embeddingserver.000000000000, {lock.stem}.\n" in done.err
    assert program("templates", "reject", lock.stem, "--by", "alice").out.startswith(f"{lock.stem}: rejected by alice")


def test_the_page_names_every_code_of_drafts() -> None:
    folder = ROOT / "plugins" / "llm_template_expander"
    known = {
        code for path in folder.glob("*.py") for code in re.findall(r'finding\(\s*"(draft-[a-z-]+)"', path.read_text())
    }
    assert len(known) > 20
    assert known == {
        code for code in re.findall(r"`(draft-[a-z-]+)`", PAGE) if code not in ("draft-pending", "draft-outdated")
    }


def test_explain_shows_what_a_draft_gives(program: Callable[..., Outcome], server: ChatServer, workspace: Path) -> None:
    done = program("explain", "embedding.json")
    assert done.code == 2
    assert "type-not-covered" in done.err
    program("generate", "embedding.json")
    done = program("explain", "embedding.json")
    assert done.code == 1
    assert "draft-pending  embedding.json" in done.err
    (lock,) = (workspace / ".infra-engineer" / "drafts").glob("*.yaml")
    program("templates", "approve", lock.stem, "--by", "alice")
    done = program("explain", "embedding.json", "min_ready_seconds")
    assert re.search(r"min_ready_seconds +template drafted-gpu-inference-v1 +5\n", done.out), done
    assert len(server.requests) == 1


def test_decisions_need_somebody_and_a_draft(program: Callable[..., Outcome]) -> None:
    done = program("templates", "approve", "nothing.000000000000", "--by", "alice")
    assert done.code == 2
    assert "draft-unknown" in done.err
    assert program("templates", "pending").out == "no drafts wait for approval\n"
    assert program("templates", "pending", "--json").out == "[]\n"
    assert program("templates", "approve", "x").code == 2


def test_an_unknown_planner_is_told(program: Callable[..., Outcome], server: ChatServer) -> None:
    done = program("generate", "embedding.json", "--planner", "oracle")
    assert done.code == 2
    assert "command line --planner" in done.err


def test_a_plan_of_a_model_and_its_review_from_the_command_line(
    program: Callable[..., Outcome], server: ChatServer, workspace: Path
) -> None:
    component = {**BUNDLE["component"], "type": "microservice"}
    (workspace / "known.json").write_text(json.dumps({**BUNDLE, "component": component}))
    remark = {"object": "Deployment/embeddingserver", "path": "", "message": "Looks lonely.", "remedy": "Ask for two."}
    server.script = [completion("no plan"), completion(json.dumps({"findings": [remark]}))]
    done = program("generate", "known.json", "--planner", "model", "--review")
    assert done.code == 0, done.err
    assert "advice model-review" in done.err
    assert "Looks lonely." in done.err
    assert len(server.requests) == 2
    assert {tool["function"]["name"] for tool in server.requests[0]["tools"]} >= {"k8s_validator-validate"}
