"""What a server answered, and what it was at work at, when another one is asked: after a restart, or beside it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx2
import pytest

from agent.bootstrap.use_cases import answers
from agent.bootstrap.use_cases.answers import build_answer_book
from agent.doors.access.credentials import LOCAL_NAME
from agent.settings import Settings
from agent.use_cases.answers.book import LEASE_SECONDS
from foundation.model.access import local_principal
from foundation.model.run.step import Step
from tests.doors.http.test_generations import PING, YAML, ended, read_events
from tests.support.generation import ROOT, settings_in
from tests.support.http_server import serving

pytestmark = pytest.mark.xdist_group("http")

MANY = b"---\n".join(PING.replace(b"name: Ping", f"name: Many{number}".encode()) for number in range(100))
ASYNC = {**YAML, "Prefer": "respond-async"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path / "state", workspace=tmp_path / "workspace")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock by which nothing was heard of servers for longer than they may be silent."""
    moment = datetime.now(UTC) + timedelta(seconds=LEASE_SECONDS + 600)
    monkeypatch.setattr(answers, "real_time", lambda: moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


@contextmanager
def killed_in_the_end(settings: Settings) -> Iterator[httpx2.Client]:
    """A client of a server of its own process, which gets no time to finish anything."""
    environment = {
        **os.environ,
        "INFRA_ENGINEER_STATE_DIR": str(settings.state_dir),
        "INFRA_ENGINEER_WORKSPACE": str(settings.workspace),
    }
    command = [sys.executable, "-m", "agent", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as server:
        try:
            assert server.stderr is not None
            address = server.stderr.readline().split()[-1]
            with httpx2.Client(base_url=address, timeout=120) as client:
                yield client
        finally:
            server.kill()


def code(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["problems"][0]["code"]


def test_a_server_that_is_killed_has_forgotten_nothing(settings: Settings, later: None) -> None:
    asked: list[dict[str, Any]] = [
        {"content": PING, "headers": {**YAML, "Idempotency-Key": "now"}, "params": {"output": "now"}},
        {"content": PING, "headers": {**ASYNC, "Idempotency-Key": "later"}, "params": {"output": "later"}},
    ]
    with killed_in_the_end(settings) as client:
        before = [client.post("/v1/generations", **one) for one in asked]
        assert [answer.status_code for answer in before] == [200, 202]
        done = ended(client, before[1].headers["location"])
        lost = client.post("/v1/generations", content=MANY, headers={**ASYNC, "Idempotency-Key": "lost"})
    with serving(settings) as client:
        again = [client.post("/v1/generations", **one) for one in asked]
        assert [answer.content for answer in again] == [answer.content for answer in before]
        assert [answer.status_code for answer in again] == [200, 202]
        assert again[1].headers["location"] == before[1].headers["location"]
        assert client.get(before[1].headers["location"]).json() == done
        other = client.post("/v1/generations", content=MANY, headers=asked[0]["headers"])
        assert code(other) == (422, "idempotency-key-reused")
        same = client.post("/v1/generations", content=MANY, headers={**ASYNC, "Idempotency-Key": "lost"})
        assert same.content == lost.content
        told = client.get(lost.headers["location"]).json()
        assert (told["status"], told["answer_status"]) == ("failed", 503)
        assert [(one["code"], bool(one["remedy"])) for one in told["answer"]["problems"]] == [("generation-lost", True)]


def test_what_another_server_works_at_is_told_and_not_done_twice(settings: Settings) -> None:
    book, who = build_answer_book(settings), local_principal(LOCAL_NAME)
    begun, _ = book.begin(who, f"generation {'a' * 32}")
    place = f"/v1/generations/{'a' * 32}"
    with serving(settings) as client:
        assert client.get(place).json()["status"] == "running"
        assert code(client.delete(place)) == (409, "generation-elsewhere")
        first, second, third = (Step(name="a.step", number=number, total=3) for number in (1, 2, 3))
        begun = book.go_on(who, begun, first)
        assert client.get(place).json()["step"] == first.model_dump()
        with client.stream("GET", f"{place}/events", headers={"Last-Event-ID": "1"}) as stream:
            pieces = stream.iter_text()
            assert next(pieces) == ": watching\n\n"
            begun = book.go_on(who, begun, second)
            told = next(piece for piece in pieces if not piece.startswith(":"))
            done = {"state": "there", "status": 200, "content": '{"results":[]}', "step": third}
            book.end(who, begun.model_copy(update=done))
            told += "".join(piece for piece in pieces if not piece.startswith(":"))
        *steps, event = read_events(told)
        assert [one["data"] for one in steps] == [second.model_dump(), third.model_dump()]
        assert (event["event"], event["data"]) == ("ended", client.get(place).json())
        assert event["data"]["answer"] == {"results": []}
        book.begin(who, "key busy", "")
        busy = client.post("/v1/generations", content=PING, headers={**YAML, "Idempotency-Key": "busy"})
        assert code(busy) == (422, "idempotency-key-reused")


def test_every_server_can_tell_how_far_a_generation_is(settings: Settings) -> None:
    book, who = build_answer_book(settings), local_principal(LOCAL_NAME)
    with serving(settings) as client:
        place = client.post("/v1/generations", content=MANY, headers=ASYNC).headers["location"]
        known = [book.find(who, f"generation {place.rpartition('/')[2]}")]
        until = monotonic() + 60
        while known[-1] is not None and known[-1].step is None and monotonic() < until:
            sleep(0.1)
            known.append(book.find(who, f"generation {place.rpartition('/')[2]}"))
        assert known[-1] is not None
        assert known[-1].step is not None
        assert (known[-1].state, known[-1].step.number > 0) == ("begun", True)
        cancelled = client.delete(place).json()
        assert (cancelled["status"], cancelled["step"] is not None) == ("cancelled", True)


def test_a_request_whose_server_was_lost_is_done_anew(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    book, who = build_answer_book(settings), local_principal(LOCAL_NAME)
    clock = ["2026-01-01T00:00:00Z"]
    monkeypatch.setattr(answers, "real_time", lambda: clock[-1])
    begun, is_new = book.begin(who, "key", "digest")
    assert is_new
    clock.append("2026-01-01T00:01:00Z")
    assert book.begin(who, "key", "digest") == (begun, False)
    clock.append("2026-01-01T00:01:01Z")
    assert book.begin(who, "key", "another") == (begun, False)
    anew, is_new = book.begin(who, "key", "digest")
    assert (is_new, anew.recorded_at) == (True, clock[-1])
    assert book.go_on(who, begun) == begun  # whoever comes back too late does not have it any longer
    assert book.find(who, "key") == anew
