"""GitHub and Azure DevOps on this machine, as far as pull requests need them."""

import json
import re
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CREDENTIAL = "tok-4711"
#: What is answered to a request: a status and JSON.
Answer = tuple[int, Any]


@dataclass
class Host:
    """One host.

    Attributes:
        address: its host with the port.
        files: what the pull request changes: patches by path.
        comments: comments on the pull request (GitHub).
        notes: review notes (GitHub).
        threads: threads (Azure DevOps).
        foreign: ids that are not ours to change.
        asked: the requests.
        down: status of every answer, if it is set.
        nonsense: what every answer is, if it is set.
    """

    address: str
    files: dict[str, str] = field(default_factory=dict)
    comments: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    threads: list[dict[str, Any]] = field(default_factory=list)
    foreign: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    down: int | None = None
    nonsense: Any = ...

    def github(self, method: str, path: str, page: int, body: Any) -> Answer:
        """Answer as GitHub does."""
        start = (page - 1) * 100
        match method, path.removeprefix("/api/v3/repos/own/shop"):
            case "GET", "/issues/7/comments":
                return 200, self.comments[start : start + 100]
            case "POST", "/issues/7/comments":
                self.comments.append({"id": 100 + len(self.comments), **body})
                return 201, self.comments[-1]
            case "GET", "/pulls/7/files":
                return 200, [{"filename": name, "patch": patch} for name, patch in self.files.items()][start:]
            case "GET", "/pulls/7/comments":
                return 200, self.notes[start : start + 100]
            case "POST", "/pulls/7/reviews":
                assert body["event"] == "COMMENT"
                self.notes += body["comments"]
                return 200, {"id": 1}
            case "PATCH", changed if found := re.fullmatch(r"/issues/comments/(\d+)", changed):
                if int(found[1]) in self.foreign:
                    return 403, {"message": "Must have admin rights"}
                (comment,) = [one for one in self.comments if one["id"] == int(found[1])]
                comment.update(body)
                return 200, comment
            case _:
                return 404, {"message": "Not Found"}

    def azure_devops(self, method: str, path: str, body: Any) -> Answer:
        """Answer as Azure DevOps does."""
        below = path.removeprefix("/own/shop/_apis/git/repositories/shop/pullRequests/7/threads")
        if below == path:
            return 404, {"message": "TF401180"}
        if (method, below) == ("GET", ""):
            return 200, {"value": self.threads, "count": len(self.threads)}
        if (method, below) == ("POST", ""):
            comments = [{**one, "id": 1} for one in body["comments"]]
            self.threads.append({**body, "comments": comments, "id": 50 + len(self.threads)})
            return 200, self.threads[-1]
        number = int(below.split("/")[1])
        (thread,) = [one for one in self.threads if one["id"] == number]
        if number in self.foreign:
            return 403, {"message": "no"}
        (thread["comments"][0] if "/comments/" in below else thread).update(body)
        return 200, thread


@contextmanager
def running_host() -> Iterator[Host]:
    """Run both on one port."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def answered(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(content) if content else None
            url = urlsplit(self.path)
            host.asked.append(f"{self.command} {url.path}")
            status, answer = self.answer(url.path, int(parse_qs(url.query).get("page", ["1"])[0]), body)
            said = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def answer(self, path: str, page: int, body: Any) -> Answer:
            if host.down is not None or host.nonsense is not ...:
                return host.down or 200, {} if host.nonsense is ... else host.nonsense
            kind, _, credentials = self.headers["Authorization"].partition(" ")
            token = credentials if kind == "Bearer" else b64decode(credentials).decode().removeprefix(":")
            if token != CREDENTIAL:
                return 401, {"message": "Bad credentials"}
            if kind == "Bearer":
                return host.github(self.command, path, page, body)
            return host.azure_devops(self.command, path, body)

        do_GET = do_POST = do_PATCH = answered  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = Host(f"127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
