"""Earlier runs over HTTP: what the command line tells of them, page by page, and only anew where it changed."""

import re
from typing import Any

import httpx2
import pytest

from agent.bootstrap.use_cases.history.listing import build_list_runs
from agent.bootstrap.use_cases.history.showing import build_show_run
from agent.doors.http.words import in_own_words
from agent.reporting.run import run_data
from agent.reporting.runs import runs_data
from agent.settings import Settings
from agent.use_cases.history.listing import ListRunsCommand
from tests.doors.http.conftest import MINIMAL

Runs = dict[str, dict[str, Any]]


def test_the_list_is_that_of_the_command_line(client: httpx2.Client, known: Settings) -> None:
    answer = client.get("/v1/runs")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == {"runs": runs_data(build_list_runs(known)(ListRunsCommand()).runs), "next_cursor": None}
    assert [(run["component"], run["status"]) for run in answer.json()["runs"]] == [
        ("OrderService", "announced"),
        ("Ping", "announced"),
        ("Ping", "blocked"),
        (str(MINIMAL), "refused"),
    ]


@pytest.mark.parametrize(
    ("query", "components"),
    [
        ({"component": "OrderService"}, ["OrderService"]),
        ({"tenant": "acme"}, ["OrderService"]),
        ({"tenant": "nobody"}, []),
        ({"scope": "Order"}, ["OrderService"]),
        ({"trace": "trace-ping-0001", "status": "announced"}, ["Ping"]),
        ({"status": "failed"}, []),
        ({"limit": "1"}, ["OrderService"]),
    ],
)
def test_what_is_asked_for_is_listed(client: httpx2.Client, query: dict[str, str], components: list[str]) -> None:
    assert [run["component"] for run in client.get("/v1/runs", params=query).json()["runs"]] == components


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_pages_hold_every_run_once(client: httpx2.Client, limit: int) -> None:
    whole = client.get("/v1/runs").json()["runs"]
    paged: list[Any] = []
    query: dict[str, Any] = {"limit": limit}
    while True:
        page = client.get("/v1/runs", params=query).json()
        assert len(page["runs"]) == limit or page["next_cursor"] is None
        paged += page["runs"]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert paged == whole


def test_one_run_by_either_of_its_names(client: httpx2.Client, known: Settings, runs: Runs) -> None:
    run = runs["OrderService announced"]
    answer = client.get(f"/v1/runs/{run['run_id']}")
    told = run_data(build_show_run(known)(run["run_id"]))
    assert answer.json() == in_own_words(told, known.workspace)
    assert str(known.workspace) not in answer.text
    assert answer.json()["landings"][0]["place"] == "order"
    assert answer.json()["request"]["bundle"]["component"]["name"] == "OrderService"
    by_execution = client.get(f"/v1/runs/{run['execution_id']}")
    assert (by_execution.status_code, by_execution.content) == (200, answer.content)
    same = client.get(f"/v1/runs/{run['run_id']}", headers={"If-None-Match": answer.headers["etag"]})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", answer.headers["etag"])


@pytest.mark.parametrize(
    ("path", "status", "code", "place"),
    [
        ("/v1/runs/run-nothing", 404, "run-unknown", None),
        ("/v1/runs/run-nothing/artifacts", 404, "run-unknown", None),
        ("/v1/runs?limit=0", 400, "parameter-wrong", "limit"),
        ("/v1/runs?limit=101", 400, "parameter-wrong", "limit"),
        ("/v1/runs?status=lost", 400, "parameter-wrong", "status"),
        ("/v1/runs?tenant=..", 400, "parameter-wrong", "tenant"),
        ("/v1/runs?cursor=e30", 400, "cursor-unknown", "cursor"),
        ("/v1/runs?cursor=%F0%9F%92%A9", 400, "cursor-unknown", "cursor"),
        ("/v1/codes/zzz", 404, "code-unknown", None),
        ("/v1/runs/", 404, "resource-unknown", "/v1/runs/"),
        ("/v1", 404, "resource-unknown", "/v1"),
    ],
)
def test_what_there_is_not(client: httpx2.Client, path: str, status: int, code: str, place: str | None) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    (problem,) = told["problems"]
    assert (problem["code"], problem.get("path")) == (code, place)
    # No flag of the command line, and no place of the machine.
    assert not re.search(r"(?<![a-z])--[a-z]|/tmp/", f"{problem.get('file')} {problem['remedy']}")
    assert told == {
        "type": f"/v1/codes/{code}",
        "title": {400: "Bad Request", 404: "Not Found"}[status],
        "status": status,
        "detail": problem["message"],
        "request_id": answer.headers["x-request-id"],
        "problems": [problem],
    }


def test_every_wrong_parameter_is_told_at_once(client: httpx2.Client) -> None:
    told = client.get("/v1/runs", params={"limit": "many", "status": "lost"}).json()
    assert {problem["path"] for problem in told["problems"]} == {"limit", "status"}


def test_a_method_that_there_is_not(client: httpx2.Client) -> None:
    for path, allowed in (("/v1/runs", "GET"), (f"/v1/generations/{'0' * 32}", "DELETE, GET")):
        answer = client.put(path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.json()["problems"][0]["code"] == "method-unknown"


@pytest.mark.parametrize(("given", "kept"), [("abc.DEF-1_2", True), ("", False), ("a b", False), ("x" * 129, False)])
def test_request_ids_are_given_back_where_they_are_sane(client: httpx2.Client, given: str, kept: bool) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": given})
    assert (answer.headers["x-request-id"] == given) is kept
    assert answer.headers["x-request-id"]
