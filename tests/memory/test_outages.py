"""Servers that are away, come back, refuse or are not what they should be."""

import socket
import time
from pathlib import Path

import pytest

from foundation.model.errors import OutsideError
from memory.cosmos.backend import CosmosBackend
from memory.memory import Memory
from memory.redis.backend import RedisBackend
from tests.memory.records import left, run
from tests.support.cosmos_server import CONTAINER, DATABASE, KEY, cosmos_server
from tests.support.redis_server import running_redis


def unusable(memory: Memory) -> str:
    with pytest.raises(OutsideError) as caught:
        memory.of("acme").runs.newest()
    (problem,) = caught.value.problems
    assert problem.code == "memory-unavailable"
    assert memory.backend.place in problem.message
    return problem.message


def test_a_redis_server_that_is_killed_and_comes_back_has_lost_nothing(tmp_path: Path) -> None:
    with running_redis(tmp_path) as server:
        memory = Memory(RedisBackend(server.address))
        memory.of("acme").commit(left())
        server.kill()
        unusable(memory)
        server.start()
        memory.of("acme").commit(left(2))
        assert memory.of("acme").runs.newest() == [run(2), run(1)]


def test_nobody_waits_long_for_a_redis_server_that_is_not_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"redis://127.0.0.1:{free.getsockname()[1]}"
    began = time.monotonic()
    assert address in unusable(Memory(RedisBackend(address)))
    assert time.monotonic() - began < 10


def test_a_redis_server_that_wants_a_password_gets_it_and_no_message_has_it(tmp_path: Path) -> None:
    from redis import Redis

    with running_redis(tmp_path) as server, Redis.from_url(server.address) as client:
        client.config_set("requirepass", "geheim-1")
        assert "geheim" not in unusable(Memory(RedisBackend(server.address)))
        assert "geheim" not in unusable(Memory(RedisBackend(server.address, "geheim-2")))
        assert Memory(RedisBackend(server.address, "geheim-1")).of("acme").runs.newest() == []


def test_a_cosmos_account_refuses_another_key_and_no_message_has_it() -> None:
    with cosmos_server() as (address, _):
        wrong = "d3Jvbmc="
        assert wrong not in unusable(Memory(CosmosBackend(address, DATABASE, CONTAINER, wrong)))


def test_a_cosmos_container_that_is_not_there_is_told() -> None:
    with cosmos_server() as (address, _):
        unusable(Memory(CosmosBackend(address, DATABASE, "other", KEY)))


def test_a_cosmos_account_that_is_busy_is_asked_again() -> None:
    with cosmos_server() as (address, account):
        memory = Memory(CosmosBackend(address, DATABASE, CONTAINER, KEY))
        memory.of("acme").commit(left())
        account.refusals += [429]
        assert memory.of("acme").runs.newest() == [run(1)]
        assert account.refusals == []
