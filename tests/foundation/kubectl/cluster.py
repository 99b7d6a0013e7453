"""A small API server of the tests: it has ConfigMaps, takes dry runs alone, and refuses what is called ``refused``."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from foundation.kubectl.discovery import Resource, answers

CONFIG_MAPS = Resource("", "v1", "ConfigMap", "configmaps", True)


class Cluster(ThreadingHTTPServer):
    """The server, and what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[str] = []

    @property
    def kubeconfig(self) -> str:
        cluster = {"name": "c", "cluster": {"server": f"http://127.0.0.1:{self.server_address[1]}"}}
        context = {"name": "x", "context": {"cluster": "c", "user": "u"}}
        users = [{"name": "u", "user": {}}]
        return json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "clusters": [cluster],
                "contexts": [context],
                "users": users,
                "current-context": "x",
            }
        )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Cluster

    def do_GET(self) -> None:
        self.server.requests.append(f"GET {self.path}")
        found = answers([CONFIG_MAPS], "1.32").get(self.path.partition("?")[0])
        self._answer(200 if found else 404, found[1] if found else _status(404, "NotFound", "none"), found and found[0])

    def do_POST(self) -> None:
        self.server.requests.append(f"POST {self.path}")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        refused = json.loads(body)["metadata"]["name"] == "refused"
        message = 'admission webhook "w" denied the request: no'
        self._answer(403 if refused else 201, _status(403, "Forbidden", message) if refused else body, None)

    def _answer(self, code: int, body: bytes, kind: str | None) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind or "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _status(code: int, reason: str, message: str) -> bytes:
    status = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "message": message}
    return json.dumps({**status, "code": code}).encode()


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    cluster = Cluster()
    thread = threading.Thread(target=cluster.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield cluster
    finally:
        cluster.shutdown()
        cluster.server_close()
        thread.join()
