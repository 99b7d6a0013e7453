"""Events on their way to services: a real Redis server, and receivers that speak HTTP on this machine."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import redis

from agent.bootstrap.channels import build_channels
from foundation.model.errors import InputError
from foundation.model.events import Event
from plugins.event_emitter.channels.addresses import channel_addresses
from plugins.event_emitter.channels.channel import EventChannel, NotSentError
from plugins.event_emitter.channels.http import refusal
from plugins.event_emitter.cloud_events import cloud_event
from tests.support.generation import settings_in
from tests.support.redis_server import running_redis

TOKEN = "-".join(["a", "token"])
PAYLOAD = {
    "event": "HelmChartReady",
    "trace_id": "trace-ord-8128",
    "component": "OrderService",
    "chart": "orderservice",
    "timestamp": "2025-05-07T22:45:12Z",
}
EVENT = cloud_event(Event(id="sha256:0f", event="HelmChartReady", payload=PAYLOAD))
ENVELOPE = {
    "specversion": "1.0",
    "id": "sha256:0f",
    "source": "/infrastructure-engineer-agent",
    "type": "dev.connectsoft.infrastructure.HelmChartReady",
    "subject": "OrderService",
    "time": "2025-05-07T22:45:12Z",
    "datacontenttype": "application/json",
    "partitionkey": "trace-ord-8128",
    "data": PAYLOAD,
}


def channel(tmp_path: Path, address: str, token: str | None = None) -> EventChannel:
    (made,) = build_channels(settings_in(tmp_path, event_channels=address, event_token=token))
    return made


class Receiver:
    """Takes requests and answers as it is told."""

    def __init__(self) -> None:
        self.status, self.headers = 204, dict[str, str]()
        self.got: list[tuple[str, Mapping[str, str], Any]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((self.path, dict(self.headers), json.loads(body)))
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator["Receiver"]:
        thread = threading.Thread(target=self._server.serve_forever)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver().running() as running:
        yield running


def test_a_stream_gets_each_event_once_and_outlives_its_server(tmp_path: Path) -> None:
    with running_redis(tmp_path) as server:
        stream = channel(tmp_path, f"{server.address}#orders")
        stream.send(EVENT)
        server.kill()
        with pytest.raises(NotSentError) as failed:
            stream.send(EVENT)
        assert not failed.value.hopeless
        assert failed.value.problems[0].file == f"redis://127.0.0.1:{server.port}/0#orders"
        server.start()
        stream.send(EVENT)
        stream.send(EVENT.model_copy(update={"id": "sha256:10"}))
        with redis.Redis.from_url(server.address, decode_responses=True) as client:
            entries = [fields for _, fields in client.xrange("orders")]
    assert [entry["id"] for entry in entries] == ["sha256:0f", "sha256:10"]
    assert (entries[0]["type"], entries[0]["trace_id"]) == (ENVELOPE["type"], "trace-ord-8128")
    assert json.loads(entries[0]["cloudevent"]) == ENVELOPE


def test_a_password_is_sent_and_never_said(tmp_path: Path) -> None:
    with running_redis(tmp_path) as server:
        with redis.Redis.from_url(server.address) as client:
            client.config_set("requirepass", "correct-horse")
        right = f"redis://:correct-horse@127.0.0.1:{server.port}"
        channel(tmp_path, right).send(EVENT)
        with pytest.raises(NotSentError) as failed:
            channel(tmp_path, right.replace("correct", "wrong")).send(EVENT)
    assert "horse" not in str(failed.value.problems)


def test_http_gets_the_envelope_with_the_token(tmp_path: Path, receiver: Receiver) -> None:
    channel(tmp_path, f"{receiver.address}/events", token=TOKEN).send(EVENT)
    ((path, headers, body),) = receiver.got
    assert (path, body) == ("/events", ENVELOPE)
    assert headers["Content-Type"] == "application/cloudevents+json; charset=utf-8"
    assert headers["Authorization"] == f"Bearer {TOKEN}"


def test_event_grid_gets_the_envelope_with_its_key_and_version(tmp_path: Path, receiver: Receiver) -> None:
    """The receiver stands for Azure."""
    receiver.status = 200  # as Event Grid answers
    channel(tmp_path, f"eventgrid+{receiver.address}/api/events", token=TOKEN).send(EVENT)
    ((path, headers, body),) = receiver.got
    assert (path, body) == ("/api/events?api-version=2018-01-01", ENVELOPE)
    assert headers["Content-Type"] == "application/cloudevents+json; charset=utf-8"
    assert headers["aeg-sas-key"] == TOKEN


@pytest.mark.parametrize(
    ("status", "headers", "hopeless", "wait"),
    [
        (429, {"Retry-After": "30"}, False, 30.0),
        (503, {"Retry-After": "999999999"}, False, 3600.0),
        (503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, False, 0.0),
        (500, {"Retry-After": "soon"}, False, None),
        (401, {}, False, None),
        (302, {"Location": "http://127.0.0.1:1/"}, False, None),
        (400, {}, True, None),
        (413, {}, True, None),
    ],
)
def test_what_an_answer_means(
    tmp_path: Path, receiver: Receiver, status: int, headers: dict[str, str], hopeless: bool, wait: float | None
) -> None:
    receiver.status, receiver.headers = status, headers
    with pytest.raises(NotSentError) as failed:
        channel(tmp_path, receiver.address).send(EVENT)
    assert (failed.value.hopeless, failed.value.wait) == (hopeless, wait)
    assert len(receiver.got) == 1
    assert f"HTTP {status}" in failed.value.problems[0].message
    assert refusal("x", status, {}).problems[0].remedy.endswith((".", "replay."))


def test_names_say_where_without_what_is_secret() -> None:
    text = "redis://user:pass@h:1/2 rediss://h#s https://h/p?code=secret https://h/p?code=other eventgrid+https://t/a"
    addresses = channel_addresses(text)
    assert [address.kind for address in addresses] == ["redis", "redis", "http", "http", "event_grid"]
    names = [address.name for address in addresses]
    assert names[:2] == ["redis://h:1/2#infrastructure-events", "rediss://h#s"]
    assert names[4] == "eventgrid+https://t/a"
    assert not {"pass", "secret", "other"} & {part for name in names for part in name.split("/")}
    assert [address.url for address in addresses][0::4] == ["redis://user:pass@h:1/2", "https://t/a"]


@pytest.mark.parametrize(
    "address",
    ["", "ftp://h", "redis:", "https://user:pass@h/", "https://h/#fragment", "https://h:99999/", "redis://h\\x", "h"],
)
def test_a_wrong_address_is_told_with_the_other_settings(tmp_path: Path, address: str) -> None:
    if not address:
        assert build_channels(settings_in(tmp_path, event_channels=address)) == []
        return
    from agent.settings import load_settings

    with pytest.raises(InputError) as wrong:
        load_settings(event_channels=f"redis://h {address}")
    (problem,) = wrong.value.problems
    assert (problem.code, problem.path) == ("wrong-setting", "INFRA_ENGINEER_EVENT_CHANNELS")
    assert problem.remedy.startswith("Give redis://HOST")


def test_a_channel_stands_once_in_the_setting() -> None:
    with pytest.raises(ValueError, match="once"):
        channel_addresses("redis://a:x@h redis://b:y@h")
