"""Services on this machine that take what is sent to people: a webhook, and a mail server."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Posted:
    """What was posted to a webhook.

    Attributes:
        host: its host with the port.
        bodies: the JSON bodies.
        status: what it answers.
    """

    host: str
    bodies: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200


@contextmanager
def webhook() -> Iterator[Posted]:
    """Receive JSON by POST."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if posted.status < 300:
                posted.bodies.append(body)
            self.send_response(posted.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    posted = Posted(f"127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield posted
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Mailed:
    """What a mail server took.

    Attributes:
        host: its host with the port.
        messages: the messages.
        recipients: the addresses of all envelopes.
    """

    host: str
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[Mailed]:
    """Receive mail by SMTP (RFC 5321), as far as a client needs it."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                match line.upper().split(":")[0].split(" ")[0]:
                    case "DATA":
                        self.say("354 go on")
                        mailed.messages.append(self.message())
                        self.say("250 taken")
                    case "QUIT":
                        self.say("221 bye")
                        return
                    case "RCPT":
                        mailed.recipients.append(line.partition(":")[2].strip().split(" ")[0].strip("<>"))
                        self.say("250 well")
                    case _:
                        self.say("250 well")

        def message(self) -> EmailMessage:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line[1:] if line.startswith(b"..") else line)
            message = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(message, EmailMessage)
            return message

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        mailed = Mailed(f"127.0.0.1:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield mailed
        finally:
            server.shutdown()
