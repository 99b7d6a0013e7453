"""Rolling back, relaying, deciding about drafts, making tokens: who did it, why, and what came of it is on record."""

import json
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap.use_cases.rollback import build_rollback
from agent.settings import load_settings
from agent.use_cases.recorded.memory_artifacts import WantedState
from agent.use_cases.rollback import RollbackCommand
from foundation.model.access import AccessError, ForbiddenError, NotSignedInError, NotThereError, Principal, Role
from foundation.model.errors import AgentError
from foundation.model.run.publication import Publication
from tests.doors.cli.test_republish import MINIMAL, Program, codes
from tests.doors.cli.test_runs import runs

OTHER = ("--set", "component.container_image=ghcr.io/connectsoft/ping:2.0.0")


@pytest.fixture
def earlier(program: Program, workspace: Path) -> dict[str, Any]:
    """A run whose output another one has replaced."""
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    assert program("generate", MINIMAL, "-o", "out", "-q", *OTHER).code == 0
    return runs(program)[1]


def audit(program: Program) -> list[tuple[str, ...]]:
    found = json.loads(program("audit", "list", "--json").out)
    names = ("who", "action", "target", "outcome", "code", "reason")
    return [tuple(one[name] for name in names) for one in found]


def test_a_rollback_says_who_wanted_it_and_why(program: Program, earlier: dict[str, Any]) -> None:
    word = ("--reason", "version 2 does not start", "--by", "Ann")
    assert program("rollback", "--to", earlier["run_id"], "-o", "out", *word).code == 0
    back = runs(program)[0]
    record = json.loads(program("runs", "show", back["run_id"], "--json").out)
    assert record["asked"] == {
        "by": "Ann",
        "reason": "version 2 does not start",
        "approved_by": None,
        "asked_at": "2025-05-07T22:45:12Z",
    }
    assert "  because       version 2 does not start\n" in program("runs", "show", back["run_id"]).out
    assert audit(program) == [
        ("Ann", "rollback", earlier["execution_id"], "done", "", "version 2 does not start"),
    ]


def test_what_is_refused_is_on_record_too(program: Program, earlier: dict[str, Any]) -> None:
    assert codes(program("rollback", "--to", "9.9.9", "-o", "out", "--by", "Ann")) != []
    wrong = program("rollback", "--to", earlier["run_id"], "-o", "out", "--by", "Ann", "--reason", "x")
    assert codes(wrong) == ["reason-wrong"]
    assert [(who, action, outcome) for who, action, _, outcome, _, _ in audit(program)] == [
        ("Ann", "rollback", "refused")
    ] * 2


def test_four_eyes_on_a_rollback(
    program: Program, earlier: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = tmp_path / "own" / "policies"
    policies.mkdir(parents=True)
    (policies / "approvals.yaml").write_text("four_eyes: [rollback]\n")
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", str(tmp_path / "own"))
    asked = ("rollback", "--to", earlier["run_id"], "-o", "out", "--by", "Ann", "--reason", "version 2 is broken")
    first = program(*asked)
    assert (first.code, codes(first)) == (1, ["approval-needed"])
    subject = program("approvals", "list").out.split()[0]
    assert program("approvals", "approve", subject, "--reason", "so it is", "--by", "Bob").code == 0
    assert program(*asked).code == 0
    record = json.loads(program("runs", "show", runs(program)[0]["run_id"], "--json").out)
    assert record["asked"]["approved_by"] == "Bob"
    assert codes(program(*asked)) == ["approval-needed"], "once"
    unnamed = RollbackCommand(output="out")
    with pytest.raises(NotSignedInError):
        build_rollback(load_settings(), WantedState(to=earlier["run_id"], output="out"))(unnamed)


def put_back(run: str, role: Role, tenant: str) -> Publication:
    principal = Principal(name="Ann", roles=frozenset({role}), tenants=frozenset({tenant}), source="token")
    settings = load_settings().seen_by(principal.visible)
    return build_rollback(settings, WantedState(to=run, output="out"))(RollbackCommand(output="out", by=principal))


def test_a_rollback_takes_an_operator_of_the_tenant(program: Program, earlier: dict[str, Any]) -> None:
    run, tenant = earlier["run_id"], earlier["tenant"]
    for role, whose, error in (("reader", tenant, ForbiddenError), ("approver", "other", AgentError)):
        with pytest.raises(error):
            put_back(run, role, whose)
    assert put_back(run, "operator", tenant).status == "published"
    assert issubclass(NotThereError, AccessError)


@pytest.mark.parametrize(
    ("arguments", "record"),
    [
        (("events", "relay"), ("events relay", "", "done", "")),
        (("events", "replay", "run-0"), ("events replay", "run-0", "refused", "channel-unknown")),
        (("events", "drop", "bus"), ("events drop", "bus", "refused", "channel-unknown")),
    ],
)
def test_events_sent_by_hand(arguments: tuple[str, ...], record: tuple[str, ...], program: Program) -> None:
    program(*arguments, "--by", "Ann", "--reason", "the bus was down")
    action, target, outcome, code = record
    assert audit(program) == [("Ann", action, target, outcome, code, "the bus was down")]


def test_drafts_and_tokens(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "cara")
    assert program("templates", "approve", "nothing", "--by", "Ann", "--reason", "it is good").code == 2
    made = json.loads(program("tokens", "create", "Bot", "--role", "reader", "-t", "acme", "--json").out)
    assert program("tokens", "revoke", "Bot").code == 0
    found = audit(program)
    assert [one[:4] for one in found] == [
        ("cara", "tokens revoke", made["id"], "done"),
        ("cara", "tokens create", made["id"], "done"),
        ("Ann", "templates approve", "nothing", "refused"),
    ]
    assert made["token"] not in json.dumps(found)


def test_what_memory_cannot_hold_is_done_and_told(program: Program, workspace: Path) -> None:
    state = workspace.parent / "state"
    state.mkdir()
    (state / "memory.sqlite").write_bytes(b"no database" * 100)
    made = program("tokens", "create", "Bot", "--role", "reader", "-t", "acme")
    assert (made.code, codes(made)) == (0, ["memory-unavailable"])
    assert made.out.startswith("iea_")
    lost = program("events", "relay")
    assert (lost.code, codes(lost)) == (3, ["memory-unavailable"]), "once"
