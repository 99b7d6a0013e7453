"""Chats on this machine: a proxy that answers for their hosts, so that whoever sends to them is the real program.

Programs that honour ``HTTPS_PROXY`` ask it for a tunnel to a host; instead of leading there it answers itself, over
TLS, with a certificate for that host.
"""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.support.certificates import self_signed

SLACK, TEAMS = "hooks.slack.com", "prod-161.westeurope.logic.azure.com"


@dataclass
class Chats:
    """What both of them are at the moment.

    Attributes:
        environment: what the environment of a program has to say for it to send here.
        told: address and body of each message that was taken.
        status: what they answer.
    """

    environment: dict[str, str]
    told: list[tuple[str, Any]] = field(default_factory=list)
    status: int = 200


@contextmanager
def chats(folder: Path) -> Iterator[Chats]:
    """Run them.

    Args:
        folder: where their certificate goes.
    """
    certificate, private = self_signed(folder, SLACK, TEAMS)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_CONNECT(self) -> None:
            self.host = self.path
            self.send_response(200)
            self.end_headers()
            # What comes through the tunnel is handled here, too, one request after another until it ends.
            outside = self.rfile, self.wfile
            with (
                context.wrap_socket(self.connection, server_side=True) as tunnel,
                tunnel.makefile("rb") as self.rfile,
                tunnel.makefile("wb", 0) as self.wfile,
            ):
                self.close_connection = False
                while not self.close_connection:
                    self.handle_one_request()
            self.rfile, self.wfile = outside

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if here.status < 300:
                here.told.append((f"https://{self.host}{self.path}", body))
            self.send_response(here.status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")  # Slack's word for it

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy = f"http://127.0.0.1:{server.server_port}"
    here = Chats({"HTTPS_PROXY": proxy, "https_proxy": proxy, "REQUESTS_CA_BUNDLE": str(certificate), "NO_PROXY": ""})
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
