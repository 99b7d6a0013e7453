"""Whoever is responsible is told of dead letters: once for a cause, and not of one that is kept already."""

from pathlib import Path

from agent.bootstrap import build_agent
from agent.bootstrap.use_cases.dead_letters.burial import build_burial
from agent.use_cases.dead_letters.keeping import CameIn
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
