"""Generating over HTTP: what the command line makes, byte for byte, while the client waits or later."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from agent.bootstrap.use_cases.history.listing import build_list_runs
from agent.settings import Settings
from agent.use_cases.history.listing import ListRunsCommand
from tests.doors.http.conftest import MINIMAL, ORDER
from tests.support.generation import settings_in
from tests.support.http_server import serving

pytestmark = pytest.mark.xdist_group("http")
YAML, JSON = {"Content-Type": "application/yaml"}, {"Content-Type": "application/json"}
PING = MINIMAL.read_bytes()
SHOP = b"""
application: Shop
trace_id: trace-shp-3006
blueprint_id: usecase-shop
component_scope: Order
components:
  - {name: Catalog, type: microservice, transport: grpc, container_image: ghcr.io/connectsoft/catalog:2.1.0}
  - {name: Checkout, type: microservice, transport: http, container_image: ghcr.io/connectsoft/checkout:2.1.0}
"""
BLOCKED = PING.replace(b"ping:1.0.0", b"ping:latest")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("http")
    return settings_in(folder / "state", workspace=folder / "work", http_workers=2, http_requests_per_minute=0)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[httpx2.Client]:
    settings.workspace.mkdir()
    with serving(settings) as client:
        yield client


def files_in(folder: Path) -> dict[str, bytes]:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: content for path, content in files.items() if path != "events.jsonl"}


def test_a_bundle_becomes_what_the_command_line_makes_of_it(
    client: httpx2.Client, settings: Settings, known: Settings
) -> None:
    first = client.post("/v1/generations", content=ORDER.read_bytes(), headers=YAML)
    (result,) = first.json()["results"]
    assert (first.status_code, result["status"], result["place"]) == (200, "generated", "out/orderservice")
    assert files_in(settings.workspace / "out" / "orderservice") == files_in(known.workspace / "order")
    assert str(settings.workspace) not in first.text
    run = client.get(f"/v1/runs/{result['run_id']}").json()
    assert (run["status"], run["artifacts"]) == ("announced", result["digest"])
    again = client.post("/v1/generations", content=ORDER.read_bytes(), headers=YAML).json()["results"][0]
    assert (again["status"], again["run_id"], again["digest"]) == ("unchanged", result["run_id"], result["digest"])


def test_json_is_the_same_bundle(client: httpx2.Client) -> None:
    data = {
        "trace_id": "trace-ping-0001",
        "blueprint_id": "usecase-ping",
        "component_scope": "Demo",
        "component": {
            "name": "Ping",
            "type": "microservice",
            "transport": "http",
            "container_image": "ghcr.io/connectsoft/ping:1.0.0",
        },
    }
    options = {"dry_run": "true"}
    digests = [
        client.post("/v1/generations", params=options, **body).json()["results"][0]["digest"]
        for body in ({"json": data}, {"content": PING, "headers": YAML})
    ]
    assert digests[0] == digests[1]


def test_several_bundles_and_an_application_are_answered_together(client: httpx2.Client, settings: Settings) -> None:
    two = PING + b"---\n" + PING.replace(b"name: Ping", b"name: Pong")
    answer = client.post("/v1/generations", params={"output": "two"}, content=two, headers=YAML)
    told = [(one["component"], one["status"], one["place"]) for one in answer.json()["results"]]
    assert told == [("Ping", "generated", "two/ping"), ("Pong", "generated", "two/pong")]
    whole = SHOP
    answer = client.post("/v1/generations", params={"env": "dev", "dry_run": "true"}, content=whole, headers=YAML)
    assert answer.status_code == 200
    assert len(answer.json()["results"]) > 1
    name = answer.json()["results"][1]["component"]
    one = client.post(
        "/v1/generations", params={"env": "dev", "dry_run": "true", "component": name}, content=whole, headers=YAML
    )
    assert [result["component"] for result in one.json()["results"]] == [name]


def test_what_the_gate_blocks_is_told_with_its_findings(client: httpx2.Client, settings: Settings) -> None:
    answer = client.post("/v1/generations", params={"output": "blocked"}, content=BLOCKED, headers=YAML)
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    (result,) = told["results"]
    assert (result["status"], result["receipt"]) == ("blocked", None)
    assert [problem["code"] for problem in told["problems"]] == [
        finding["code"] for finding in result["findings"] if finding["severity"] == "error"
    ]
    assert {(problem["file"], problem["line"]) for problem in told["problems"]} == {("bundle", 9)}
    assert not (settings.workspace / "blocked").exists()


def test_one_of_several_that_is_blocked_does_not_hide_the_other(client: httpx2.Client) -> None:
    both = PING + b"---\n" + BLOCKED.replace(b"name: Ping", b"name: Pong")
    answer = client.post("/v1/generations", params={"output": "both"}, content=both, headers=YAML)
    assert answer.status_code == 422
    assert [one["status"] for one in answer.json()["results"]] == ["generated", "blocked"]


def test_of_very_many_mistakes_the_first_are_told_and_the_others_counted(client: httpx2.Client) -> None:
    wrong = PING + b"".join(b"unknown_%d: 1\n" % number for number in range(250))
    refused = client.post("/v1/generations", content=wrong, headers=YAML)
    planned = client.post("/v1/plans", content=wrong, headers=YAML)
    for answer in (refused, planned):
        told = answer.json()
        assert (answer.status_code, len(told["problems"]), told["problems_left_out"]) == (422, 200, 50)
        assert "events" not in told


def test_every_mistake_of_a_bundle_has_its_line_and_remedy(client: httpx2.Client) -> None:
    wrong = PING.replace(b"name:", b"nam:").replace(b"transport: http", b"transport: htp")
    answer = client.post("/v1/generations", content=wrong, headers=YAML)
    assert answer.status_code == 422
    told = {(one["code"], one["file"], one["line"], one["path"]) for one in answer.json()["problems"]}
    assert told >= {("unknown-key", "bundle", 6, "component.nam"), ("wrong-value", "bundle", 8, "component.transport")}
    assert all(one["remedy"] for one in answer.json()["problems"])
    assert [event["event"] for event in answer.json()["events"]] == ["InfrastructureGenerationFailed"]


def ended(client: httpx2.Client, place: str) -> dict[str, Any]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        told: dict[str, Any] = client.get(place).json()
        if told["status"] != "running":
            return told
        time.sleep(0.02)
    raise AssertionError("the generation does not end")


@pytest.mark.parametrize("ask", [{"headers": {**YAML, "Prefer": "respond-async, wait=5"}}, {"params": {"async": "1"}}])
def test_nobody_has_to_wait(client: httpx2.Client, ask: dict[str, Any]) -> None:
    answer = client.post("/v1/generations", content=PING, **{"headers": YAML, **ask})
    place = answer.headers["location"]
    assert (answer.status_code, answer.headers["preference-applied"]) == (202, "respond-async")
    assert answer.json() == {
        "id": place.rpartition("/")[2],
        "status": "running",
        "status_url": place,
        "events_url": f"{place}/events",
    }
    told = ended(client, place)
    assert (told["status"], told["answer_status"]) == ("done", 200)
    assert told["answer"]["results"][0]["status"] in {"generated", "unchanged"}


def test_what_went_wrong_is_told_later_as_it_would_be_now(client: httpx2.Client) -> None:
    now = client.post("/v1/generations", content=b"a: [", headers=YAML).json()
    place = client.post("/v1/generations?async=true", content=b"a: [", headers=YAML).headers["location"]
    told = ended(client, place)
    assert (told["status"], told["answer_status"]) == ("failed", 422)
    assert told["answer"]["problems"] == now["problems"]


def read_events(text: str) -> list[dict[str, Any]]:
    parsed = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        parsed.append({**fields, "data": json.loads(fields["data"])})
    return parsed


def test_a_generation_is_watched_step_by_step(client: httpx2.Client) -> None:
    body = ORDER.read_bytes()
    place = client.post("/v1/generations?async=true&force=true", content=body, headers=YAML).headers["location"]
    answer = client.get(f"{place}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    *steps, last = read_events(answer.text)
    numbers = [step["data"]["number"] for step in steps]
    assert numbers == sorted(set(numbers))
    assert (steps[-1]["data"]["name"], steps[-1]["id"]) == ("event_emitter.emit", "15")
    assert (last["event"], last["data"]) == ("ended", client.get(place).json())
    rest = client.get(f"{place}/events", headers={"Last-Event-ID": "15"})
    assert [event["event"] for event in read_events(rest.text)] == ["ended"]


def test_a_generation_that_is_ended_leaves_nothing(client: httpx2.Client, settings: Settings) -> None:
    whole = b"---\n".join(PING.replace(b"name: Ping", f"name: Many{number}".encode()) for number in range(60))
    asked = {"async": "true", "output": "many"}
    place = client.post("/v1/generations", params=asked, content=whole, headers=YAML).headers["location"]
    time.sleep(0.3)
    told = client.delete(place).json()
    assert (told["status"], told["answer"]) == ("cancelled", None)
    done = len(list((settings.workspace / "many").glob("*/artifacts.json")))
    assert done < 60
    assert not [path for path in (settings.workspace / "many").rglob(".*") if path.is_dir() or path.is_file()]
    assert client.post("/v1/generations?dry_run=true", content=PING, headers=YAML).status_code == 200


@pytest.mark.parametrize("name", ["0" * 32, "x"])
def test_a_generation_that_there_is_not(client: httpx2.Client, name: str) -> None:
    for answer in (client.get(f"/v1/generations/{name}"), client.delete(f"/v1/generations/{name}")):
        assert answer.status_code in {400, 404}
        assert answer.json()["problems"][0]["code"] in {"generation-unknown", "parameter-wrong"}


def test_a_key_answers_the_same_request_once(client: httpx2.Client, settings: Settings) -> None:
    headers = {**YAML, "Idempotency-Key": "key-1"}
    asked = {"async": "true", "output": "once"}
    first = client.post("/v1/generations", params=asked, content=PING, headers=headers)
    again = client.post("/v1/generations", params=asked, content=PING, headers=headers)
    assert (again.status_code, again.content, again.headers["location"]) == (
        first.status_code,
        first.content,
        first.headers["location"],
    )
    for other in ({"content": BLOCKED, "params": asked}, {"content": PING, "params": {"output": "other"}}):
        refused = client.post("/v1/generations", headers=headers, **other)  # type: ignore[arg-type]
        assert (refused.status_code, refused.json()["problems"][0]["code"]) == (422, "idempotency-key-reused")
    ended(client, first.headers["location"])


def test_a_key_that_is_no_key(client: httpx2.Client) -> None:
    answer = client.post("/v1/generations", content=PING, headers={**YAML, "Idempotency-Key": "a b"})
    assert (answer.status_code, answer.json()["problems"][0]["path"]) == (400, "idempotency-key")


def test_work_that_takes_too_long_is_given_up_and_leaves_nothing(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "state", workspace=tmp_path, http_request_seconds=0.05, http_workers=1)
    with serving(settings) as client:
        answer = client.post("/v1/generations", content=ORDER.read_bytes(), headers=YAML)
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (504, "request-too-slow")
    assert not (tmp_path / "out").exists()
    assert build_list_runs(settings)(ListRunsCommand()).runs == []


def test_who_asks_too_often_is_told_when_to_come_again(tmp_path: Path) -> None:
    with serving(settings_in(tmp_path / "state", http_requests_per_minute=3)) as client:
        answers = [client.get("/v1/runs") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert 15 <= int(answers[3].headers["retry-after"]) <= 20
        assert answers[3].json()["problems"][0]["code"] == "rate-exceeded"
        assert client.get("/healthz").status_code == 200


def test_a_server_that_stops_lets_generations_end(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "state", workspace=tmp_path, http_workers=1)
    with serving(settings) as client:
        assert client.post("/v1/generations?async=true", content=PING, headers=YAML).status_code == 202
    assert (tmp_path / "out" / "ping" / "artifacts.json").is_file()


def put_back(client: httpx2.Client, **asked: str) -> httpx2.Response:
    return client.post("/v1/rollbacks", params=asked)


def test_an_earlier_output_comes_back(client: httpx2.Client, settings: Settings) -> None:
    def generated(body: bytes) -> dict[str, Any]:
        answer = client.post("/v1/generations", params={"output": "back"}, content=body, headers=YAML)
        result: dict[str, Any] = answer.json()["results"][0]
        return result

    first = generated(PING)
    before = files_in(settings.workspace / "back")
    generated(PING.replace(b"transport: http", b"transport: http\n  replicas: 2"))
    answer = put_back(client, to=first["run_id"], output="back")
    result = answer.json()["result"]
    assert (answer.status_code, result["status"], result["digest"]) == (200, "published", first["digest"])
    after = files_in(settings.workspace / "back")
    assert {path: after[path] for path in before if path != "artifacts.json"} == {
        path: content for path, content in before.items() if path != "artifacts.json"
    }


@pytest.mark.parametrize(
    ("asked", "status", "codes"),
    [
        ({"to": "run-nothing", "output": "back"}, 422, {"version-unknown", "run-unknown", "state-unknown"}),
        ({"to": "1.0.0", "output": "../back"}, 400, {"parameter-wrong"}),
        ({"output": "back"}, 400, {"parameter-wrong"}),
    ],
)
def test_what_cannot_come_back(client: httpx2.Client, asked: dict[str, str], status: int, codes: set[str]) -> None:
    answer = put_back(client, **asked)
    assert {problem["code"] for problem in answer.json()["problems"]} <= codes
    assert answer.status_code in {status, 404}


def test_a_run_is_tried_again_with_another_value(client: httpx2.Client, settings: Settings) -> None:
    first = client.post("/v1/generations", params={"output": "retry"}, content=PING, headers=YAML).json()["results"][0]
    place = f"/v1/runs/{first['run_id']}/retries"
    query = {"reason": "one is too few", "set": "component.replicas=2", "output": "retry"}
    tried = client.post(place, params={**query, "dry_run": "true"})
    assert (tried.status_code, tried.json()["results"][0]["receipt"]) == (200, None)
    answer = client.post(place, params=query)
    (result,) = answer.json()["results"]
    assert (answer.status_code, result["status"], result["place"]) == (200, "generated", "retry")
    assert result["digest"] != first["digest"]
    run = client.get(f"/v1/runs/{result['run_id']}").json()
    assert run["request"]["bundle"]["component"]["replicas"] == 2
    without = client.post(place)
    assert (without.status_code, without.json()["problems"][0]["path"]) == (400, "reason")


def test_looking_at_a_bundle(client: httpx2.Client) -> None:
    run = client.post("/v1/generations", params={"output": "look"}, content=PING, headers=YAML).json()["results"][0]
    plan = client.post("/v1/plans", content=PING, headers=YAML).json()
    assert (plan["component"], plan["environments"], plan["planner"]) == ("Ping", ["dev"], "deterministic")
    assert plan["steps"][-1]["name"] == "event_emitter.emit"
    rows = client.post("/v1/explanations", params={"path": "replicas"}, content=PING, headers=YAML).json()
    assert rows == {"environments": {"dev": [{"path": "replicas", "layer": "profile dev", "value": 1}]}}
    same = client.post("/v1/comparisons", params={"run": run["run_id"]}, content=PING, headers=YAML).json()
    assert same["files"] == []
    more = PING.replace(b"transport: http", b"transport: http\n  replicas: 2")
    other = client.post("/v1/comparisons", params={"run": run["run_id"]}, content=more, headers=YAML).json()
    assert "spec.replicas" in {difference["path"] for difference in other["differences"]}
    near = client.post("/v1/similar", content=PING, headers=YAML).json()
    assert (near["component"], near["tenant"], near["since"]["same"]) == ("Ping", "shared", True)


def test_manifests_are_held_against_the_gate(client: httpx2.Client, known: Settings) -> None:
    manifest = (known.workspace / "order" / "manifests" / "dev" / "deployment.yaml").read_bytes()
    passed = client.post("/v1/validations", content=manifest, headers=YAML).json()
    assert (passed["status"], passed["source"]) == ("passed", "manifests.yaml")
    wrong = client.post("/v1/validations", content=manifest.replace(b"replicas:", b"replica:"), headers=YAML)
    assert (wrong.status_code, wrong.json()["status"]) == (200, "failed")
    sarif = client.post("/v1/validations?format=sarif", content=manifest, headers=YAML)
    assert sarif.headers["content-type"] == "application/sarif+json"
    broken = client.post("/v1/validations", content=b"a: [", headers=YAML)
    assert broken.status_code in {200, 422}
    profile = client.post("/v1/validations?profile=none", content=manifest, headers=YAML)
    assert (profile.status_code, profile.json()["problems"][0]["code"]) == (422, "profile-unknown")
