"""The ingestion endpoint of Azure Monitor, as far as an exporter needs it, on this machine."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "00000000-0000-4000-8000-000000000001"


@dataclass
class Ingested:
    """What was sent.

    Attributes:
        connection: the connection string that leads here.
        items: the telemetry items.
        paths: the paths that were posted to.
    """

    connection: str
    items: list[dict[str, Any]] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)


@contextmanager
def azure_monitor() -> Iterator[Ingested]:
    """Receive what Azure Monitor is sent."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            items = json.loads(body)
            ingested.items += items
            ingested.paths.add(self.path)
            answer = json.dumps({"itemsReceived": len(items), "itemsAccepted": len(items), "errors": []}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    ingested = Ingested(f"InstrumentationKey={KEY};IngestionEndpoint=http://127.0.0.1:{server.server_port}/")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield ingested
    finally:
        server.shutdown()
        server.server_close()
