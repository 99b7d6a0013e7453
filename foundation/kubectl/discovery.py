"""A loopback server that answers what kubectl asks before a client-side dry run.

kubectl wants to know which kinds there are, even where nothing is sent to a cluster. This tells it, and
that no object exists yet; it takes nothing, and it is there only as long as one dry run.
"""

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

_AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
_VERBS = ["create", "delete", "get", "list", "patch", "update", "watch"]


@dataclass(frozen=True)
class Resource:
    """A kind of the API.

    Attributes:
        group: API group; empty for core.
        version: API version.
        kind: its name.
        plural: the same in addresses.
        namespaced: whether its objects are in namespaces.
    """

    group: str
    version: str
    kind: str
    plural: str
    namespaced: bool


@contextmanager
def discovery_server(resources: Iterable[Resource], kube_version: str) -> Iterator[str]:
    """Serve discovery on a port of the loopback interface; yield the address.

    Args:
        resources: the kinds that there are.
        kube_version: version of the API, such as ``1.32``.
    """
    # Imported here and below: most runs ask kubectl nothing.
    from http.server import ThreadingHTTPServer

    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(answers(list(resources), kube_version)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answers(resources: list[Resource], kube_version: str) -> dict[str, tuple[str, bytes]]:
    """Return content type and body by path: /version, /api and /apis in the aggregated format."""
    major, _, minor = kube_version.partition(".")
    version = {"major": major, "minor": minor, "gitVersion": f"v{kube_version}.0"}
    core = [resource for resource in resources if not resource.group]
    grouped = [resource for resource in resources if resource.group]
    return {
        "/version": ("application/json", json.dumps(version).encode()),
        "/api": (_AGGREGATED, _groups(core)),
        "/apis": (_AGGREGATED, _groups(grouped)),
    }


def _groups(resources: list[Resource]) -> bytes:
    groups: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for resource in resources:
        groups.setdefault(resource.group, {}).setdefault(resource.version, []).append(_described(resource))
    items = [
        {
            "metadata": {"name": group},
            "versions": [{"version": version, "resources": found} for version, found in versions.items()],
        }
        for group, versions in groups.items()
    ]
    answer = {"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": {}, "items": items}
    return json.dumps(answer).encode()


def _described(resource: Resource) -> dict[str, Any]:
    return {
        "resource": resource.plural,
        "responseKind": {"group": resource.group, "version": resource.version, "kind": resource.kind},
        "scope": "Namespaced" if resource.namespaced else "Cluster",
        "singularResource": resource.kind.lower(),
        "verbs": _VERBS,
    }


def _handler(answers: dict[str, tuple[str, bytes]]) -> "type[BaseHTTPRequestHandler]":
    from http.server import BaseHTTPRequestHandler

    status = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}
    missing = ("application/json", json.dumps(status).encode())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30
        # Otherwise a body waits to hear that its headers have come, for 40 ms each.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            found = answers.get(self.path.partition("?")[0])
            kind, body = found or missing
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler
