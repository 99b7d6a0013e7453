from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from memory.backend import Backend
from memory.redis.backend import RedisBackend
from memory.sqlite.backend import SqliteBackend
from tests.support.redis_server import running_redis

#: Makes a backend; all that are made in a test keep their rows in one place.
Opens = Callable[[], Backend]


@pytest.fixture(params=["sqlite", "redis"])
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
