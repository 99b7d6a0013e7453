"""The outbox and the relay: dead channels lose nothing, fail nothing, and get everything once they are back."""

import json
import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis

from agent.bootstrap import announce_rejection, build_agent
from agent.bootstrap.memory import build_memory
from agent.bootstrap.use_cases.events.relaying import build_relay_events
from foundation.model.errors import InputError, Problem
from foundation.model.events import Event
from foundation.model.run.request import GenerationResult
from memory.memory import Memory, ScopedMemory, Written
from memory.records.outbox import Delivery, OutboxEntry
from memory.sqlite.backend import SqliteBackend
from plugins.event_emitter.channels.channel import not_sent
from plugins.event_emitter.relay import LONGEST_WAIT, Relay
from tests.memory.records import entry, run
from tests.support.generation import case_named, read_case, request_of, settings_in
from tests.support.redis_server import RedisServer, running_redis

START = datetime(2025, 5, 7, 22, 45, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Channel:
    """Takes events, unless it is down or does not like one."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.down, self.wait, self.hates = False, None, ""

    def __call__(self, event: Event) -> None:
        if self.down:
            raise not_sent("bus", "it is down", "Start it.", wait=self.wait)
        if event.id == self.hates:
            raise not_sent("bus", "HTTP 400", "Mend it.", hopeless=True)
        self.got.append(event.id)


@pytest.fixture
def memory(tmp_path: Path) -> ScopedMemory:
    """Two runs of one trace and one of another wait for the channel."""
    scoped = Memory(SqliteBackend(tmp_path / "memory.sqlite")).of("acme")
    for number, trace in ((1, "t-1"), (2, "t-1"), (3, "t-3")):
        scoped.commit(Written(run=run(number, trace_id=trace), outbox=[entry(number, trace_id=trace)]))
    return scoped


ALL = [f"id-{number}-{count}" for number in (1, 2, 3) for count in range(3)]


def test_everything_is_sent_in_order_and_once(memory: ScopedMemory) -> None:
    channel, clock = Channel(), Clock()
    relay = Relay({"bus": channel}.get, clock)
    assert relay.relay(memory).sent == 9
    assert channel.got == ALL
    assert (relay.relay(memory).sent, memory.outbox.pending()) == (0, [])
    assert {record.status for record in memory.runs.newest()} == {"announced"}


def _relay_until_killed(file: Path, before: bool) -> None:
    """Relay, and be killed at the moment at which the outbox is told, before it is or after."""
    scoped = Memory(SqliteBackend(file)).of("acme")
    advance = scoped.advance

    def killed(old: OutboxEntry, new: OutboxEntry) -> None:
        if not before:
            advance(old, new)
        os.kill(os.getpid(), signal.SIGKILL)

    scoped.advance = killed  # type: ignore[method-assign]
    Relay({"bus": Channel()}.get).relay(scoped)


@pytest.mark.parametrize("before", [True, False], ids=["before the outbox is told", "after the outbox is told"])
def test_a_relay_that_is_killed_loses_no_announcement(memory: ScopedMemory, tmp_path: Path, before: bool) -> None:
    child = multiprocessing.get_context("spawn").Process(
        target=_relay_until_killed, args=(tmp_path / "memory.sqlite", before)
    )
    child.start()
    child.join(120)
    assert child.exitcode == -signal.SIGKILL
    channel = Channel()
    Relay({"bus": channel}.get, Clock()).relay(memory)
    assert channel.got == (ALL if before else ALL[3:])
    assert memory.outbox.pending() == []
    assert {record.status for record in memory.runs.newest()} == {"announced"}


def test_a_channel_that_is_down_is_left_alone_for_longer_and_longer(memory: ScopedMemory) -> None:
    channel, clock = Channel(), Clock()
    channel.down = True
    relay, waits = Relay({"bus": channel}.get, clock), []
    for _ in range(12):
        done = relay.relay(memory)
        assert (done.sent, done.waiting) == (0, {"bus": 9})
        (first, *others) = memory.outbox.pending()
        assert [one.deliveries["bus"].attempts for one in others] == [0, 0], "one attempt says it for all"
        at = datetime.fromisoformat(first.deliveries["bus"].next_at)
        waits.append((at - clock.now).total_seconds())
        assert relay.relay(memory).problems["bus"].message.endswith(f"it is tried again from {at.isoformat()} on")
        clock.now = at
    assert waits == [*(2.0**power for power in range(1, 10)), *[LONGEST_WAIT] * 3]
    channel.down = False
    assert relay.relay(memory).sent == 9
    assert channel.got == ALL


def test_a_service_says_itself_how_long_and_the_clock_may_go_back(memory: ScopedMemory) -> None:
    channel, clock = Channel(), Clock()
    channel.down, channel.wait = True, 30.0
    Relay({"bus": channel}.get, clock).relay(memory)
    channel.down = False
    clock.now += timedelta(seconds=29)
    assert Relay({"bus": channel}.get, clock).relay(memory).sent == 3, "the other trace does not wait"
    clock.now -= timedelta(days=2)
    assert Relay({"bus": channel}.get, clock).relay(memory).sent == 6
    assert sorted(channel.got) == ALL


def test_by_hand_nothing_is_waited_for(memory: ScopedMemory) -> None:
    channel, clock = Channel(), Clock()
    channel.down = True
    relay = Relay({"bus": channel}.get, clock)
    relay.relay(memory)
    channel.down = False
    assert relay.relay(memory, at_once=True).sent == 9


def test_a_channel_that_is_down_is_asked_once_for_all_tenants(memory: ScopedMemory, tmp_path: Path) -> None:
    other = Memory(SqliteBackend(tmp_path / "memory.sqlite")).of("globex")
    other.commit(Written(run=run(4, tenant="globex"), outbox=[entry(4)]))
    asked: list[str] = []

    def down(event: Event) -> None:
        asked.append(event.id)
        raise not_sent("bus", "it is down", "Start it.")

    done = Relay({"bus": down}.get, Clock()).relay(memory, other, at_once=True)
    assert (asked, done.waiting) == (["id-1-0"], {"bus": 12})


def test_what_is_never_taken_holds_up_nothing_else(memory: ScopedMemory) -> None:
    channel = Channel()
    channel.hates = "id-1-1"
    done = Relay({"bus": channel}.get, Clock()).relay(memory)
    assert (done.sent, done.refused, done.waiting) == (8, 1, {})
    assert channel.got == [event for event in ALL if event != "id-1-1"]
    assert memory.outbox.entries()[0].deliveries["bus"].refused == ["id-1-1"]


def test_an_entry_that_somebody_broke_holds_up_no_others(memory: ScopedMemory, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "memory.sqlite")) as file, file:
        file.execute("UPDATE records SET content = '{}' WHERE kind = 'outbox' AND key LIKE 'run-2/%'")
    channel = Channel()
    assert Relay({"bus": channel}.get, Clock()).relay(memory).sent == 6
    assert channel.got == [name for name in ALL if not name.startswith("id-2")]


def test_a_channel_that_is_gone_is_told(memory: ScopedMemory) -> None:
    done = Relay({}.get, Clock()).relay(memory)
    assert (done.problems["bus"].code, done.waiting) == ("channel-gone", {"bus": 9})


def test_another_relay_at_the_same_time_wins(memory: ScopedMemory) -> None:
    channel = Channel()

    def meanwhile(event: Event) -> None:
        if event.id == "id-1-0":
            first = memory.outbox.entries()[0]
            memory.outbox.replace(first, first.model_copy(update={"deliveries": {"bus": Delivery(sent=1)}}))
        channel(event)

    done = Relay({"bus": meanwhile}.get, Clock()).relay(memory)
    assert (done.waiting, memory.outbox.entries()[0].deliveries["bus"].sent) == ({"bus": 6}, 1)
    Relay({"bus": channel}.get, Clock()).relay(memory)
    assert set(channel.got) == set(ALL)


def test_a_run_that_ends_while_its_events_are_sent_for_it_is_announced(memory: ScopedMemory) -> None:
    kept = memory.outbox.entries()[0]
    record = memory.runs.get("run-1")
    assert record is not None

    def meanwhile(event: Event) -> None:
        if event.id == "id-1-2":  # the run's own attempt has failed
            memory.end(record, [kept], [])

    Relay({"bus": meanwhile}.get, Clock()).relay(memory)
    told = memory.runs.get("run-1")
    assert (told and told.status, memory.outbox.pending()) == ("announced", [])
    memory.end(record, [kept], [])
    told = memory.runs.get("run-1")
    assert (told and told.status, memory.outbox.pending()) == ("announced", [])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    (tmp_path / "redis").mkdir()
    with running_redis(tmp_path / "redis") as running:
        yield running


def on_stream(server: RedisServer) -> list[dict[str, object]]:
    with redis.Redis.from_url(server.address, decode_responses=True) as client:
        return [json.loads(fields["cloudevent"]) for _, fields in client.xrange("infrastructure-events")]


def generate(folder: Path, server: RedisServer, *changes: str) -> GenerationResult:
    agent = build_agent(settings_in(folder / "state", event_channels=server.address))
    return agent.runner.generate(request_of(read_case(case_named("order-service"), *changes), folder / "out"))


def test_a_dead_server_fails_no_run_and_gets_each_event_once_when_it_is_back(
    server: RedisServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.kill()
    settings = settings_in(tmp_path / "state", event_channels=server.address)
    result = generate(tmp_path, server)
    assert (result.status, result.problems) == ("generated", [])
    said = capsys.readouterr().err
    assert "8 events wait in the outbox" in said
    memory = build_memory(settings)
    (tenant,) = memory.tenants()
    assert [record.status for record in memory.of(tenant).runs.newest()] == ["saved"]
    server.start()
    relay = build_relay_events(settings)
    assert (relay().sent, relay().sent) == (8, 0)
    assert [event["data"] for event in on_stream(server)] == result.events.payloads
    assert [record.status for record in memory.of(tenant).runs.newest()] == ["announced"]
    blocked = generate(tmp_path, server, "component.container_image=a/b:latest")
    assert [event["data"] for event in on_stream(server)][8:] == blocked.events.payloads


def test_refusals_before_there_is_a_run_reach_channels_too(server: RedisServer, tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "state", event_channels=server.address)
    error = InputError(Problem(code="yaml-syntax", message="no YAML", remedy="Mend it."))
    log = announce_rejection(settings, "bundle.yaml", error)
    assert [event["data"] for event in on_stream(server)] == log.payloads
    server.kill()
    again = InputError(Problem(code="yaml-syntax", message="still none", remedy="Mend it."))
    late = announce_rejection(settings, "bundle.yaml", again)
    assert [problem.code for problem in again.problems] == ["yaml-syntax"]
    server.start()
    assert build_relay_events(settings)().sent == 1
    assert [event["data"] for event in on_stream(server)] == [*log.payloads, *late.payloads]
