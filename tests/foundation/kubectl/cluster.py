"""A small API server of the tests: it has ConfigMaps, takes dry runs alone, and answers as objects' names ask it to.

It refuses what is called ``refused``, warns of what is called ``warned``, lets nobody make what is called ``forbidden``
and knows nobody who asks for ``unknown``; and it has no namespace that is called ``nowhere``.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from foundation.kubectl.discovery import Resource, answers

CONFIG_MAPS = Resource("", "v1", "ConfigMap", "configmaps", True)


_REFUSALS = {
    "refused": (403, "Forbidden", 'admission webhook "w" denied the request: no'),
    "unknown": (401, "Unauthorized", "Unauthorized"),
    "forbidden": (
        403,
        "Forbidden",
        'configmaps is forbidden: User "jane" cannot create resource "configmaps" in API group ""'
        ' in the namespace "shop"',
    ),
}


class Cluster(ThreadingHTTPServer):
    """The server, and what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[str] = []

    @property
    def kubeconfig(self) -> str:
        return self.kubeconfig_of("x")

    def kubeconfig_of(self, *contexts: str) -> str:
        """Return a kubeconfig with some contexts, all of this server; the first is the current one."""
        cluster = {"name": "c", "cluster": {"server": f"http://127.0.0.1:{self.server_address[1]}"}}
        users = [{"name": "u", "user": {}}]
        return json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "clusters": [cluster],
                "contexts": [{"name": name, "context": {"cluster": "c", "user": "u"}} for name in contexts],
                "users": users,
                "current-context": contexts[0],
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
        metadata = json.loads(body)["metadata"]
        name, namespace = metadata["name"].partition("-")[0], metadata["namespace"]
        if namespace == "nowhere":
            self._answer(404, _status(404, "NotFound", 'namespaces "nowhere" not found'), None)
        elif name in _REFUSALS:
            code, reason, message = _REFUSALS[name]
            self._answer(code, _status(code, reason, message), None)
        else:
            self._answer(201, body, None, warning="it is old" if name == "warned" else "")

    def _answer(self, code: int, body: bytes, kind: str | None, warning: str = "") -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind or "application/json")
        if warning:
            self.send_header("Warning", f'299 - "{warning}"')
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
