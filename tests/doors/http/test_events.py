"""Lifecycle events over HTTP: as they are announced, and after a break those since the last one that was seen."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from agent.settings import Settings
from tests.doors.http.conftest import MINIMAL, ORDER
from tests.support.generation import settings_in
from tests.support.http_server import serving

pytestmark = pytest.mark.xdist_group("http")
YAML = {"Content-Type": "application/yaml"}
NAMES = ["TraceLinkValidated", "InfrastructureGenerated", "HelmChartReady", "ManifestPublished"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path / "state", workspace=tmp_path, http_workers=1)


@pytest.fixture
def client(settings: Settings) -> Iterator[httpx2.Client]:
    with serving(settings) as client:
        yield client


def generate(client: httpx2.Client, bundle: Path) -> None:
    assert client.post("/v1/generations", content=bundle.read_bytes(), headers=YAML).status_code == 200


def events_of(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    fields: dict[str, Any] = {}
    for line in lines:
        if line.startswith(":"):
            continue
        if line:
            name, _, value = line.partition(": ")
            fields[name] = json.loads(value) if name == "data" else value
        elif fields:
            yield fields
            fields = {}


def read(client: httpx2.Client, number: int, last: str | None = None, **query: str) -> list[dict[str, Any]]:
    headers = {"Last-Event-ID": last} if last is not None else {}
    with client.stream("GET", "/v1/events", headers=headers, params=query) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = events_of(answer.iter_lines())
        return [next(events) for _ in range(number)]


def test_events_come_as_they_are_announced(client: httpx2.Client) -> None:
    generate(client, MINIMAL)
    with client.stream("GET", "/v1/events") as answer:
        lines = answer.iter_lines()
        assert next(lines) == ": watching"
        generate(client, ORDER)
        events = events_of(lines)
        first = next(events)
        rest = [next(events) for _ in range(5)]
    assert (first["event"], first["data"]["subject"]) == ("TraceLinkValidated", "OrderService")
    assert first["data"]["type"] == "dev.connectsoft.infrastructure.TraceLinkValidated"
    assert {event["data"]["data"]["trace_id"] for event in rest} == {"trace-ord-8128"}


def test_a_client_goes_on_after_the_last_that_it_saw(client: httpx2.Client) -> None:
    with client.stream("GET", "/v1/events") as answer:
        lines = answer.iter_lines()
        next(lines)
        generate(client, MINIMAL)
        events = events_of(lines)
        seen = [next(events) for _ in range(4)]
    assert [event["event"] for event in seen] == NAMES
    assert read(client, 3, last=seen[0]["id"]) == seen[1:]
    assert read(client, 1, last=seen[2]["id"]) == seen[3:]
    generate(client, ORDER)
    later = read(client, 1, last=seen[3]["id"])
    assert later[0]["data"]["subject"] == "OrderService"
    of_trace = read(client, 1, last=seen[0]["id"], trace="trace-ord-8128")
    assert of_trace[0]["data"]["subject"] == "OrderService"


def test_a_place_that_there_is_not(client: httpx2.Client) -> None:
    answer = client.get("/v1/events", headers={"Last-Event-ID": "nothing"})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (400, "cursor-unknown")


def test_streams_end_when_the_server_stops(settings: Settings) -> None:
    with httpx2.Client(timeout=60) as other:
        with serving(settings) as client:
            asked = other.build_request("GET", client.base_url.join("/v1/events"))
            lines = other.send(asked, stream=True).iter_lines()
            assert next(lines) == ": watching"
            began = time.monotonic()
        assert time.monotonic() - began < 15
        assert not [line for line in lines if line]
