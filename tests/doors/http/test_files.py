"""The files and reports of a run over HTTP: the same bytes as in its folder, one by one and as archives."""

import asyncio
import io
import json
import tarfile
import zipfile
from hashlib import sha256
from http.client import HTTPConnection
from typing import Any
from xml.etree import ElementTree

import httpx2
import pytest

from agent.doors.http.in_pieces import InPieces
from agent.settings import Settings
from tests.doors.http.conftest import MINIMAL

Runs = dict[str, dict[str, Any]]


@pytest.fixture
def order(runs: Runs) -> str:
    """Path of the run of the order service."""
    return f"/v1/runs/{runs['OrderService announced']['run_id']}"


def in_folder(known: Settings) -> dict[str, bytes]:
    """The files that the run saved, but for its events."""
    root = known.workspace / "order"
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return {path: content for path, content in files.items() if path != "events.jsonl"}


def test_each_file_is_as_it_was_saved(client: httpx2.Client, known: Settings, order: str) -> None:
    saved = in_folder(known)
    listed = client.get(f"{order}/artifacts").json()
    assert listed == {
        "artifacts": [
            {"path": path, "sha256": sha256(content).hexdigest(), "size": len(content)}
            for path, content in sorted(saved.items())
        ]
    }
    for path, content in saved.items():
        answer = client.get(f"{order}/artifacts/{path}")
        assert (answer.status_code, answer.content) == (200, content)
        assert answer.headers["etag"] == f'"{sha256(content).hexdigest()}"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "html" not in answer.headers["content-type"]


@pytest.mark.parametrize("tag", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
def test_what_a_client_has_is_not_sent_again(client: httpx2.Client, order: str, tag: str) -> None:
    for path in ("artifacts", "artifacts.zip", "artifacts.tgz", "artifacts/report.json", "report"):
        first = client.get(f"{order}/{path}")
        again = client.get(f"{order}/{path}", headers={"If-None-Match": tag.format(tag=first.headers["etag"])})
        assert (again.status_code, again.content) == (304, b"")
        other = client.get(f"{order}/{path}", headers={"If-None-Match": '"other"'})
        assert (other.status_code, other.content) == (200, first.content)


def test_archives_hold_all_files_and_nothing_of_the_machine(client: httpx2.Client, known: Settings, order: str) -> None:
    saved = in_folder(known)
    answer = client.get(f"{order}/artifacts.zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="artifacts.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {entry.filename: archive.read(entry) for entry in archive.infolist()} == saved
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}
    answer = client.get(f"{order}/artifacts.tgz")
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as opened:
        members = opened.getmembers()
        assert {one.name: opened.extractfile(one).read() for one in members} == saved  # type: ignore[union-attr]
        assert {(one.mtime, one.uid, one.gid, one.uname, one.mode) for one in members} == {(0, 0, 0, "", 0o644)}


@pytest.mark.parametrize(
    "path", ["nothing.yaml", "../order/report.json", "%2e%2e/report.json", "/etc/passwd", "charts", "..%2f..%2fstate"]
)
def test_no_other_file_is_given(client: httpx2.Client, order: str, path: str) -> None:
    """The path goes out as it is written: clients would tidy it."""
    connection = HTTPConnection(client.base_url.host, client.base_url.port or 80)
    connection.request("GET", f"{order}/artifacts/{path}")
    answer = connection.getresponse()
    assert answer.status == 404
    assert json.loads(answer.read())["problems"][0]["code"] in {"artifact-unknown", "resource-unknown"}
    connection.close()


def test_reports_in_every_format(client: httpx2.Client, order: str) -> None:
    found = client.get(f"{order}/report").json()
    assert (found["component"], found["status"], found["errors"]) == ("OrderService", "passed", [])
    saved = client.get(f"{order}/artifacts/report.json").json()
    assert (found["digest"], found["checks"]) == (saved["digest"], saved["checks"])
    sarif = client.get(f"{order}/report?format=sarif")
    assert sarif.headers["content-type"] == "application/sarif+json"
    assert {rule["id"] for rule in sarif.json()["runs"][0]["tool"]["driver"]["rules"]} > {
        "admission-policy",
        "yaml-style",
    }
    junit = client.get(f"{order}/report?format=junit")
    assert ElementTree.fromstring(junit.text).find("testsuite").get("name") == "OrderService"  # type: ignore[union-attr]
    text = client.get(f"{order}/report?format=text")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.text.splitlines()[-1].startswith("OrderService: passed for Kubernetes ")


def test_the_report_of_a_blocked_run(client: httpx2.Client, runs: Runs) -> None:
    path = f"/v1/runs/{runs['Ping blocked']['run_id']}"
    found = client.get(f"{path}/report").json()
    assert (found["status"], found["problems"]) == ("failed", [])
    assert [finding["code"] for finding in found["findings"] if finding["severity"] == "error"]
    assert "error image-" in client.get(f"{path}/report?format=text").text
    answer = client.get(f"{path}/artifacts.zip")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (404, "run-without-files")


def test_the_report_of_a_refused_run(client: httpx2.Client, runs: Runs) -> None:
    path = f"/v1/runs/{runs[f'{MINIMAL} refused']['run_id']}"
    found = client.get(f"{path}/report").json()
    assert (found["status"], [problem["code"] for problem in found["problems"]]) == ("failed", ["unknown-key"])
    levels = [one["level"] for one in client.get(f"{path}/report?format=sarif").json()["runs"][0]["results"]]
    assert levels == ["error"]


def test_a_format_that_there_is_not(client: httpx2.Client, order: str) -> None:
    answer = client.get(f"{order}/report?format=pdf")
    assert (answer.status_code, json.loads(answer.content)["problems"][0]["path"]) == (400, "format")


def test_others_have_their_turns_while_a_long_answer_is_sent() -> None:
    sent: list[dict[str, Any]] = []
    turns: list[int] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError

    async def others() -> None:
        while True:
            turns.append(len(sent))
            await asyncio.sleep(0)

    async def both() -> None:
        beside = asyncio.create_task(others())
        await InPieces(bytes(1_000_000))({"type": "http"}, receive, send)
        beside.cancel()

    asyncio.run(both())
    pieces = [message.get("body", b"") for message in sent]
    assert b"".join(pieces) == bytes(1_000_000)
    assert max(map(len, pieces)) <= 65_536
    assert len(set(turns)) >= 1_000_000 // 65_536  # one after each piece
