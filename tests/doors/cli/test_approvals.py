"""`memory approvals`: who allowed what, when and why."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.chat_server import ChatServer, completion
from tests.support.drafting import BUNDLE, GOOD
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
MINIMAL = str(EXAMPLES / "minimal.yaml")
WAIVER = {
    "check": "image-tag",
    "reason": "the vendor moves the tag",
    "approver": "platform team",
    "expires": "2026-01-01",
}
RELYING = (
    *("--set", "component.container_image=acme/x:latest"),
    *("--set", f"component.policy_exceptions={json.dumps([WAIVER])}"),
)


@pytest.fixture
def draft(program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A draft that waits; its name."""
    (workspace / "embedding.json").write_text(json.dumps(BUNDLE))
    with ChatServer([completion(json.dumps(GOOD))]).running() as server:
        settings = {"PROVIDER": "compatible", "NAME": "gpt-4o", "BASE_URL": server.url, "CALLS": "loopback"}
        for name, value in settings.items():
            monkeypatch.setenv(f"INFRA_ENGINEER_MODEL_{name}", value)
        program("generate", "embedding.json")
    (lock,) = (workspace / ".infra-engineer" / "drafts").glob("*.yaml")
    return lock.stem


def test_decisions_about_a_draft_are_kept_with_who_when_and_why(
    program: Program, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("memory", "approvals").out == "nobody decided anything\n"
    decisions = [("reject", "bob", "no limits"), ("approve", "alice", "looked at with security")]
    for number, (verb, who, why) in enumerate(decisions):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_746_657_912 + 60 * number))
        assert program("templates", verb, draft, "--by", who, "--reason", why).err == ""
    assert program("templates", "promote", draft, "--into", "ours").err == ""
    pending = program("templates", "pending", "--all").out
    assert pending.endswith("  approved by alice: looked at with security\n")
    assert program("memory", "approvals").out == (
        f"2025-05-07T22:46:12Z  draft promoted by alice: {draft} (shared)\n  into ours\n"
        f"2025-05-07T22:46:12Z  draft approved by alice: {draft} (shared)\n  looked at with security\n"
        f"2025-05-07T22:45:12Z  draft rejected by bob: {draft} (shared)\n  no limits\n"
    )
    told = json.loads(program("memory", "approvals", "--json", "--kind", "draft").out)
    subjects = {one["subject"] for one in told}
    assert (len(told), len(subjects)) == (3, 1)
    assert len(json.loads(program("memory", "approvals", "--json", "--subject", subjects.pop()).out)) == 3
    assert program("memory", "approvals", "--kind", "exception").out == "nobody decided anything\n"


def test_an_exception_that_runs_rely_on_is_one_decision(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q", *RELYING).code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_746_657_912 + 60))
    assert program("generate", MINIMAL, "-o", "out", "-q", "--force", *RELYING).code == 0
    assert program("memory", "approvals", "--subject", "Ping/image-tag").out == (
        "2025-05-07T22:46:12Z  exception approved by platform team: Ping/image-tag, all objects in bundle (dev) "
        "(shared)\n  the vendor moves the tag; until 2026-01-01\n"
    )
    assert program("memory", "approvals", "--tenant", "other").out == "nobody decided anything\n"


def test_a_decision_holds_though_memory_cannot_keep_it(
    program: Program, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_MEMORY", "redis://127.0.0.1:1")
    done = program("templates", "approve", draft, "--by", "alice")
    assert (done.code, done.out.startswith(f"{draft}: approved by alice")) == (0, True)
    assert "warning memory-unavailable" in done.err
    assert draft in program("templates", "pending", "--all").out
    assert program("templates", "pending").out == "no drafts wait for approval\n"
