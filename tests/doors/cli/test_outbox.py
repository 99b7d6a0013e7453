"""`events`: what a person on call does when a channel was down, with a real Redis server."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES
from tests.support.redis_server import RedisServer, running_redis

Program = Callable[..., Outcome]
MINIMAL = str(EXAMPLES / "minimal.yaml")
COUNT = 4


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """A server that is a channel, and that is down."""
    folder = tmp_path / "redis"
    folder.mkdir()
    with running_redis(folder) as running:
        monkeypatch.setenv("INFRA_ENGINEER_EVENT_CHANNELS", running.address)
        running.kill()
        yield running


def arrived(server: RedisServer) -> list[str]:
    with redis.Redis.from_url(server.address, decode_responses=True) as client:
        return [fields["id"] for _, fields in client.xrange("infrastructure-events")]


def test_a_dead_channel_is_seen_and_mended(program: Program, server: RedisServer) -> None:
    made = program("generate", MINIMAL, "-o", "out")
    assert made.code == 0
    assert f"{COUNT} events wait in the outbox" in made.err
    waiting = json.loads(program("events", "list", "--json").out)
    ids = [event["id"] for event in waiting[0]["events"]]
    assert len(ids) == COUNT
    shown = program("events", "list")
    assert f"0 of {COUNT} sent, next attempt" in shown.out
    assert "/events.jsonl" not in shown.out
    failed = program("events", "relay")
    assert (failed.code, failed.out) == (
        3,
        f"0 sent, 0 refused, {COUNT} waiting\n  {server.address}#infrastructure-events: {COUNT} waiting\n",
    )
    assert "event-not-sent" in failed.err
    server.start()
    assert program("events", "relay") == Outcome(0, f"{COUNT} sent, 0 refused, 0 waiting\n", "")
    assert program("events", "list").out == "no events\n"
    assert arrived(server) == ids
    trace = json.loads(program("events", "list", "--all", "--json").out)[0]["trace_id"]
    assert program("events", "replay", trace).out == f"{COUNT} events are to be sent again\n"
    assert program("events", "relay").code == 0
    assert arrived(server) == ids, "whoever has an event gets it no second time"


def test_what_waits_for_a_channel_of_yesterday_is_given_up_by_hand(
    program: Program, server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("generate", MINIMAL, "-o", "out")
    monkeypatch.delenv("INFRA_ENGINEER_EVENT_CHANNELS")
    relayed = program("events", "relay", "--json")
    assert (relayed.code, json.loads(relayed.out)["problems"][0]["code"]) == (3, "channel-gone")
    wrong = program("events", "drop", "redis://127.0.0.1:1/0#infrastructure-event")
    assert (wrong.code, "channel-unknown" in wrong.err) == (2, True)
    name = f"{server.address}#infrastructure-events"
    assert program("events", "drop", name).out == f"{COUNT} events were given up\n"
    assert program("events", "relay").code == 0
    assert f"{COUNT} refused (given up by hand)" in program("events", "list", "--refused").out


def test_what_cannot_be_sent_again_is_told(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = program("events", "replay", "trace-unknown")
    assert (nowhere.code, "channel-unknown" in nowhere.err) == (2, True)
    monkeypatch.setenv("INFRA_ENGINEER_EVENT_CHANNELS", "https://127.0.0.1:1/events")
    unknown = program("events", "replay", "trace-unknown")
    assert (unknown.code, "events-unknown" in unknown.err) == (2, True)
    other = program("events", "replay", "trace-unknown", "--channel", "redis://h")
    assert (other.code, "channel-unknown" in other.err) == (2, True)
