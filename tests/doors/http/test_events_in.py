"""Events over HTTP, in every form that CloudEvents and Event Grid have; the server itself does the work here."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from agent.bootstrap.use_cases.tokens.creating import build_create_token
from agent.settings import Settings
from agent.use_cases.tokens.creating import CreateTokenCommand
from foundation.source.document import MAX_BYTES
from tests.support.generation import EXAMPLES, settings_in
from tests.support.http_server import serving

BUNDLE: dict[str, Any] = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text())
EVENTS = "/v1/events"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("events")
    return settings_in(folder / "state", workspace=folder)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[httpx2.Client]:
    with serving(settings) as client:
        yield client


def asking(name: str, **more: Any) -> dict[str, Any]:
    bundle = {**BUNDLE, "component": {**BUNDLE["component"], "name": name}, "tenant": "acme"}
    return {"trace_id": BUNDLE["trace_id"], "tenant": "acme", "bundle": bundle, **more}


def cloud(name: str, **more: Any) -> dict[str, Any]:
    kind = "dev.connectsoft.BlueprintReady"
    return {"specversion": "1.0", "id": name, "source": "/registry", "type": kind, "data": asking(name), **more}


def send(client: httpx2.Client, body: Any, media_type: str = "application/json", **headers: str) -> httpx2.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(EVENTS, content=content, headers={"Content-Type": media_type, **named})


def made(settings: Settings, name: str) -> Path:
    return settings.workspace / "out" / "acme" / name.lower() / "report.json"


def test_structured_mode_and_a_flat_payload(client: httpx2.Client, settings: Settings) -> None:
    answers = [
        send(client, cloud("Structured"), "application/cloudevents+json; charset=utf-8"),
        send(client, cloud("Plain")),
        send(client, {"event": "BlueprintReady", **asking("Flat")}),
    ]
    assert [(answer.status_code, len(answer.json()["keys"])) for answer in answers] == [(202, 1)] * 3
    assert all(made(settings, name).is_file() for name in ("Structured", "Plain", "Flat"))


def test_binary_mode(client: httpx2.Client, settings: Settings) -> None:
    headers = {
        "ce_specversion": "1.0",
        "ce_id": "b%201",
        "ce_source": "/x",
        "ce_type": "x.BlueprintReady",
        "ce_more": "y",
    }
    assert send(client, asking("Binary"), **headers).status_code == 202
    assert made(settings, "Binary").is_file()
    missing = send(client, asking("Binary"), **{name: value for name, value in headers.items() if name != "ce_id"})
    assert (missing.status_code, missing.json()["problems"][0]["code"]) == (422, "missing-key")
    inside = send(client, b'{"trace_id": "t"}, "id": "2"', **headers)
    assert (inside.status_code, inside.json()["problems"][0]["code"]) == (422, "event-unreadable")


def test_a_batch_is_taken_as_a_whole_or_not_at_all(client: httpx2.Client, settings: Settings) -> None:
    media_type = "application/cloudevents-batch+json"
    wrong = send(client, [cloud("One"), cloud("Two", type="x.Other"), {}], media_type)
    assert wrong.status_code == 422
    assert [(one["file"], one["code"]) for one in wrong.json()["problems"]] == [
        ("event 2", "event-type-unknown"),
        ("event 3", "event-type-unknown"),
    ]
    assert not made(settings, "One").exists()
    both = send(client, [cloud("One"), cloud("Two")], media_type)
    assert (both.status_code, len(both.json()["keys"])) == (202, 2)
    assert made(settings, "One").is_file()
    assert send(client, [cloud("One")] * 101, media_type).status_code == 422


def test_event_grid_asks_whether_it_is_wanted(client: httpx2.Client, settings: Settings) -> None:
    asked = client.options(EVENTS, headers={"WebHook-Request-Origin": "eventgrid.azure.net"})
    assert (asked.status_code, asked.headers["webhook-allowed-origin"]) == (200, "eventgrid.azure.net")
    assert asked.headers["webhook-allowed-rate"].isdecimal()
    for origin in ("*", "a b", "x\u00e9", "https://x", "x" * 300):
        refused = client.options(EVENTS, headers={"WebHook-Request-Origin": origin.encode()})
        assert "webhook-allowed-origin" not in refused.headers
    validation = {
        "id": "1",
        "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent",
        "data": {"validationCode": "512d38b6", "validationUrl": "https://example.invalid/"},
    }
    answer = send(client, [validation], aeg_event_type="SubscriptionValidation")
    assert (answer.status_code, answer.json()) == (200, {"validationResponse": "512d38b6"})
    validation["data"] = {"validationCode": 7}
    assert send(client, [validation], aeg_event_type="SubscriptionValidation").status_code == 422
    event = {"id": "2", "eventType": "BlueprintReady", "topic": "/t", "subject": "s", "data": asking("Grid")}
    validation["data"] = {"validationCode": "512d38b6"}
    mixed = send(client, [validation, event], aeg_event_type="Notification")
    assert (mixed.status_code, made(settings, "Grid").exists()) == (422, False), "no event is lost behind a handshake"
    farewell = {"id": "3", "eventType": "Microsoft.EventGrid.SubscriptionDeletedEvent", "data": {}}
    left = send(client, [farewell], aeg_event_type="SubscriptionDeletion")
    assert (left.status_code, left.json()) == (202, {"keys": []})
    assert send(client, [event], aeg_event_type="Notification").status_code == 202
    assert made(settings, "Grid").is_file()


HOSTILE: dict[str, tuple[bytes, str, int]] = {
    "no JSON": (b"{", "application/json", 422),
    "empty": (b"", "application/json", 400),
    "huge": (b" " * (MAX_BYTES + 1), "application/json", 413),
    "nested": (b"[" * 200_000, "application/cloudevents-batch+json", 422),
    "a form": (b"a=1", "application/x-www-form-urlencoded", 415),
    "another character set": (b"{}", "application/json; charset=utf-16", 415),
    "a list": (b"[]", "application/json", 422),
    "a path": (json.dumps(asking("X", bundle=None, bundle_path="../../etc/passwd")).encode(), "application/json", 422),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_nobody_can_take(name: str, client: httpx2.Client) -> None:
    content, media_type, status = HOSTILE[name]
    answer = send(client, content, media_type)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text


def test_a_tenant_that_the_request_does_not_speak_for(client: httpx2.Client) -> None:
    answer = client.post(EVENTS, params={"tenant": "globex"}, json=cloud("Foreign"))
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "tenant-refused")


def test_a_bundle_that_is_wrong_is_told_with_every_mistake(client: httpx2.Client) -> None:
    event = cloud("Wrong")
    event["data"]["bundle"]["component"] |= {"replicas": -1, "typ": "x"}
    answer = send(client, event)
    assert answer.status_code == 422
    assert {one["code"] for one in answer.json()["problems"]} >= {"wrong-value", "unknown-key"}


def test_nothing_is_kept_of_what_the_sender_was_told(settings: Settings) -> None:
    from agent.bootstrap.use_cases.dead_letters.listing import build_list_dead_letters

    assert build_list_dead_letters(settings)() == []


def test_who_asks_speaks_for_its_own_tenants_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "state", workspace=tmp_path)
    create = build_create_token(settings)
    operator, reader = (
        {"Authorization": f"Bearer {create(CreateTokenCommand(name=role, role=role, tenants=['acme'])).token}"}
        for role in ("operator", "reader")
    )
    foreign = cloud("Foreign", data=asking("Foreign", tenant="globex"))
    hidden = cloud("Hidden")
    hidden["data"].pop("tenant")
    hidden["data"]["bundle"]["tenant"] = "globex"
    with serving(settings) as client:
        handshake = {"WebHook-Request-Origin": "eventgrid.azure.net"}
        assert client.options(EVENTS, headers=handshake).status_code == 401
        assert client.options(EVENTS, headers={**handshake, **operator}).status_code == 200
        assert client.post(EVENTS, json=cloud("Own")).status_code == 401
        assert client.post(EVENTS, json=cloud("Own"), headers=reader).status_code == 403
        refused = [client.post(EVENTS, json=event, headers=operator) for event in (foreign, hidden)]
        assert [answer.json()["problems"][0]["code"] for answer in refused] == ["tenant-refused"] * 2
        assert client.post(EVENTS, json=cloud("Own"), headers=operator).status_code == 202
    assert made(settings, "Own").is_file()
    assert not made(settings, "Foreign").exists()
