"""Whoever is responsible is told of dead letters and of what waits for approval: once for a cause."""

from pathlib import Path

import pytest

from agent.bootstrap import build_agent
from agent.bootstrap.folders import build_library
from agent.bootstrap.leave import build_leave
from agent.bootstrap.use_cases.dead_letters.burial import build_burial
from agent.use_cases.approvals.leave import Asked
from agent.use_cases.dead_letters.keeping import CameIn
from foundation.model.access import ApprovalNeededError, Principal
from foundation.model.errors import InputError, Problem
from tests.support.generation import settings_in
from tests.support.receivers import webhook


def test_dead_letters_are_told(tmp_path: Path) -> None:
    wrong = InputError(Problem(code="yaml-syntax", message="this is no event", remedy="Send one."))
    with webhook() as posted:
        agent = build_agent(settings_in(tmp_path, alert_channels=f"HumanOpsAgent=json://{posted.host}/hook"))
        build_burial(agent).unreadable(b"{", CameIn("redis://h/0#in"), wrong)
        build_burial(agent).unreadable(b"{", CameIn("redis://h/0#in"), wrong)
        build_burial(agent).unreadable(b"[", CameIn("redis://h/0#in"), wrong)
        build_burial(agent).unreadable(b"[", CameIn("http"), wrong)
    assert [body["title"] for body in posted.bodies] == ["redis://h/0#in: dead_letters", "http: dead_letters"]
    assert "- dead-letter redis://h/0#in: this is no event" in posted.bodies[0]["message"]


def test_what_waits_for_approval_is_told(tmp_path: Path) -> None:
    ann = Principal(name="ann", roles=frozenset({"operator"}), tenants=frozenset({"acme"}), source="token")
    asked = Asked(kinds=["waiver"], target="run-1", details=["policy_exceptions: image-tag"], reason="it moves")
    with webhook() as posted:
        settings = settings_in(
            tmp_path, alert_channels=f"HumanOpsAgent=json://{posted.host}/hook", public_url="https://infra.example.com"
        )
        leave = build_leave(settings, lambda: build_library(settings))
        for _ in range(2):
            with pytest.raises(ApprovalNeededError):
                leave.ask(asked, ann, "acme")
    (told,) = posted.bodies
    assert told["title"] == f"run-1, {asked.subject}: approval_needed"
    assert "- approval-needed run-1: ann asks for leave (waiver): it moves" in told["message"]
    assert "- approval-needed: policy_exceptions: image-tag" in told["message"]
    assert "See https://infra.example.com/ui/approvals" in told["message"]
