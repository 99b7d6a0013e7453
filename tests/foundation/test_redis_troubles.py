"""What keeps a real server from being used is told in our words, whatever it, its client or another program says."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import redis

from foundation.redis_troubles import redis_trouble
from tests.support.ports import free_port
from tests.support.redis_server import RedisServer, running_redis

ADDRESS, KEY = "INFRA_ENGINEER_FLEET", "INFRA_ENGINEER_FLEET_KEY"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running_redis(tmp_path_factory.mktemp("redis")) as found:
        yield found


@pytest.fixture
def admin(server: RedisServer) -> Iterator[Any]:
    """Says how the server is to be; afterwards it is as before."""
    client: Any = redis.Redis.from_url(server.address, password="right", single_connection_client=True)  # noqa: S106
    yield client
    client.config_set("requirepass", "")
    client.config_set("maxmemory", "0")
    client.config_set("maxclients", "100")
    client.config_set("replica-serve-stale-data", "yes")
    client.replicaof("NO", "ONE")
    client.flushall()


def read(client: Any) -> object:
    return client.xlen("stream")


def write(client: Any) -> object:
    return client.xadd("stream", {"a": "b"})


def told(address: str, work: Callable[[Any], object] = read, **options: Any) -> tuple[str, str]:
    options = {"socket_timeout": 0.2, "retry": None, **options}
    with pytest.raises((redis.RedisError, OSError)) as caught, redis.Redis.from_url(address, **options) as client:
        work(client)
    return redis_trouble(caught.value, ADDRESS, KEY)


def test_a_password(server: RedisServer, admin: Any) -> None:
    admin.config_set("requirepass", "right")
    assert told(server.address) == ("it wants a password, and is given none", f"Put its password in {KEY}.")
    wrong = told(server.address, password="wrong")  # noqa: S106
    assert wrong == ("it does not take the user and the password", f"Put the right ones in {KEY}.")
    assert told(server.address, password="wrong", protocol=2) == wrong  # noqa: S106
    assert told(server.address, protocol=2)[0] == "it wants a password, and is given none"


def test_a_user_who_may_not(server: RedisServer, admin: Any) -> None:
    admin.acl_setuser("bob", enabled=True, passwords=["+word"], commands=["+ping"], keys=["*"])
    assert told(server.address, username="bob", password="word")[0] == "its user may not do what is needed"  # noqa: S106


def test_a_full_memory(server: RedisServer, admin: Any) -> None:
    admin.config_set("maxmemory", "1")
    assert told(server.address, write)[0] == "its memory is full"
    in_script = told(server.address, lambda client: client.eval("redis.call('SET', KEYS[1], 'b')", 1, "a"))
    assert in_script == told(server.address, write)


def test_a_replica(server: RedisServer, admin: Any) -> None:
    admin.replicaof("127.0.0.1", free_port())
    expected = ("it is a replica, which takes no writes", f"Name its primary in {ADDRESS}.")
    assert told(server.address, write) == expected
    admin.config_set("replica-serve-stale-data", "no")
    assert told(server.address)[0] == "it is a replica that has lost its primary"


def test_what_it_has_not(server: RedisServer, admin: Any) -> None:
    assert told(server.address[:-1] + "99")[0] == "it has no database of that number"
    assert told(server.address, lambda client: client.execute_command("XNEW"))[0] == "it lacks a command that is needed"
    admin.set("stream", "text")
    assert told(server.address)[0] == "something else has the key that is needed"
    admin.config_set("maxclients", "1")
    assert told(server.address)[0] == "it takes no more connections"


def test_one_that_still_loads(server: RedisServer, admin: Any) -> None:
    admin.config_set("rdbcompression", "no")  # it answers others after each 2 MB that it loads
    admin.mset({f"key-{index}": b"x" * 500_000 for index in range(60)})
    admin.config_set("key-load-delay", "20000")
    loading = threading.Thread(target=lambda: admin.execute_command("DEBUG", "RELOAD"))
    loading.start()
    time.sleep(0.3)
    try:
        assert told(server.address, socket_timeout=5)[0] == "it is still loading its data"
    finally:
        loading.join()
        admin.config_set("key-load-delay", "0")


def test_what_is_no_redis() -> None:
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other, socket.create_server(("127.0.0.1", 0)) as mute:
        threading.Thread(target=other.handle_request).start()
        assert told(f"redis://127.0.0.1:{other.server_port}/0")[0] in (
            "what answers there is no Redis server",
            "it ends the connection",
        )
        assert told(f"redis://127.0.0.1:{mute.getsockname()[1]}/0")[0] == "it does not answer in time"
    gone = told(f"redis://127.0.0.1:{free_port()}/0")
    assert gone == ("nobody listens there", f"Start it, or name where it is in {ADDRESS}.")


def test_what_nobody_knows_is_said_as_it_is(tmp_path: Path) -> None:
    assert redis_trouble(redis.RedisError("ERR new in Redis 99"), ADDRESS) == (
        "ERR new in Redis 99",
        f"Check that it runs and takes connections, and {ADDRESS}.",
    )
    assert redis_trouble(redis.RedisError(), ADDRESS).reason == "RedisError"
