from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from memory.backend import Backend
from memory.cosmos.backend import CosmosBackend
from memory.redis.backend import RedisBackend
from memory.sqlite.backend import SqliteBackend
from tests.support.cosmos_server import CONTAINER, DATABASE, KEY, CosmosAccount, cosmos_server
from tests.support.redis_server import running_redis

#: Makes a backend; all that are made in a test keep their rows in one place.
Opens = Callable[[], Backend]


@pytest.fixture(params=["sqlite", "redis", "cosmos"])
def opened(request: pytest.FixtureRequest) -> Opens:
    """What every backend has to keep to is tried with each of them."""
    opens: Opens = request.getfixturevalue(f"{request.param}_opened")
    return opens


@pytest.fixture
def backend(opened: Opens) -> Backend:
    return opened()


@pytest.fixture
def sqlite_opened(tmp_path: Path) -> Opens:
    return lambda: SqliteBackend(tmp_path / "state" / "memory.sqlite")


@pytest.fixture(scope="session")
def redis_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this session's own; it ends with the session."""
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server.address


@pytest.fixture
def redis_opened(redis_address: str) -> Opens:
    from redis import Redis

    with Redis.from_url(redis_address) as client:
        client.flushall()
    return lambda: RedisBackend(redis_address)


@pytest.fixture(scope="session")
def cosmos_account() -> Iterator[tuple[str, CosmosAccount]]:
    """A stand-in for Cosmos DB; it ends with the session."""
    with cosmos_server() as account:
        yield account


@pytest.fixture
def cosmos_opened(cosmos_account: tuple[str, CosmosAccount]) -> Opens:
    address, account = cosmos_account
    account.partitions.clear()
    return lambda: CosmosBackend(address, DATABASE, CONTAINER, KEY)
