"""A server on this machine that speaks the chat completions API, from a script."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: Longest that a silent reply keeps a client waiting; clients in tests give up far earlier.
SILENCE = 30.0


@dataclass(frozen=True)
class Reply:
    """One answer of the server.

    Attributes:
        status: HTTP status.
        body: JSON content, or text as it is.
        headers: further headers.
        chunks: content of a stream's events; the body is not used then.
        silent: whether nothing is sent until the server stops.
        pause: seconds before each byte of the body.
    """

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Sequence[Any] | None = None
    silent: bool = False
    pause: float = 0.0


def completion(
    content: str | None = None,
    *,
    finish_reason: str = "stop",
    refusal: str | None = None,
    tool_calls: Sequence[Mapping[str, str]] = (),
    usage: tuple[int, int] | None = (100, 20),
) -> Reply:
    """Return a chat completion."""
    message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": refusal}
    if tool_calls:
        message["tool_calls"] = [_tool_call(call) for call in tool_calls]
    choice = {"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}
    return Reply(body={**_head("chat.completion"), "choices": [choice], **_usage(usage)})


def stream(
    pieces: Sequence[str],
    *,
    finish_reason: str = "stop",
    refusal: bool = False,
    usage: tuple[int, int] | None = (100, 20),
) -> Reply:
    """Return a chat completion in pieces."""
    key = "refusal" if refusal else "content"
    deltas = [{"role": "assistant", "content": ""}, *({key: piece} for piece in pieces), {}]
    chunks = [
        {
            **_head("chat.completion.chunk"),
            "choices": [
                {"index": 0, "delta": delta, "finish_reason": finish_reason if delta == {} else None, "logprobs": None}
            ],
        }
        for delta in deltas
    ]
    if usage is not None:
        chunks.append({**_head("chat.completion.chunk"), "choices": [], **_usage(usage)})
    return Reply(chunks=chunks)


def failure(status: int, code: str, **headers: str) -> Reply:
    """Return an error as the API gives it; underscores in header names stand for hyphens."""
    error = {"message": "no", "type": "error", "param": None, "code": code}
    return Reply(status, {"error": error}, {name.replace("_", "-"): value for name, value in headers.items()})


def _head(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": "gpt-4o-2024-08-06"}


def _usage(usage: tuple[int, int] | None) -> dict[str, Any]:
    if usage is None:
        return {}
    sent, answered = usage
    return {"usage": {"prompt_tokens": sent, "completion_tokens": answered, "total_tokens": sent + answered}}


def _tool_call(call: Mapping[str, str]) -> dict[str, Any]:
    function = {"name": call["name"], "arguments": call["arguments"]}
    return {"id": call["id"], "type": "function", "function": function}


class ChatServer:
    """Gives the replies of a script in their order and keeps what it was asked."""

    def __init__(self, script: Sequence[Reply]) -> None:
        self.script = list(script)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Address of its API."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def next(self, path: str, headers: dict[str, str], content: dict[str, Any]) -> Reply:
        """Note a request and return its reply."""
        with self._lock:
            self.paths.append(path)
            self.headers.append(headers)
            self.requests.append(content)
            if len(self.requests) > len(self.script):
                return failure(500, "script_ended")
            return self.script[len(self.requests) - 1]

    @contextmanager
    def running(self) -> Iterator["ChatServer"]:
        """Serve until the end of the block."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.stopping.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def _handler(outer) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - the inner class has a self of its own
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                content = json.loads(self.rfile.read(int(self.headers["content-length"])))
                names = {name.lower(): value for name, value in self.headers.items()}
                reply = outer.next(self.path, names, content)
                if reply.silent:
                    outer.stopping.wait(SILENCE)
                    self.close_connection = True
                elif reply.chunks is not None:
                    self._send(reply, "text/event-stream", _events(reply.chunks))
                else:
                    text = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
                    self._send(reply, "application/json", text)

            def _send(self, reply: Reply, kind: str, text: str) -> None:
                body = text.encode()
                self.send_response(reply.status)
                for name, value in {"content-type": kind, "content-length": str(len(body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if not reply.pause:
                    self.wfile.write(body)
                    return
                with suppress(OSError):  # the client may have gone
                    for byte in body:
                        outer.stopping.wait(reply.pause)
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()

            def log_message(self, *_: Any) -> None:
                """Nothing is written: tests look at what was asked."""

        return Handler


def _events(chunks: Sequence[Any]) -> str:
    lines = [chunk if isinstance(chunk, str) else json.dumps(chunk) for chunk in chunks]
    return "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"])
