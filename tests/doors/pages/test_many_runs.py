"""A memory with 5,000 runs: a page reads about what it shows, wherever in the list it is."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from agent.bootstrap.memory import build_memory
from agent.doors.http.application import build_app
from memory.records.runs import RunRecord
from memory.sqlite.backend import SqliteBackend
from memory.stores.runs import RUNS
from tests.support.generation import settings_in

MANY = 5_000
#: So many runs a page has, and one more is read to know whether there are older ones.
SHOWN, READ = 50, 51


class Reading:
    """Counts the records that are read."""

    number = 0


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("many")
    settings = settings_in(folder / "state", workspace=folder)
    acme = build_memory(settings).of("acme")
    moments = [f"2026-01-{1 + number // 200:02}T{number // 60 % 24:02}:{number % 60:02}:00Z" for number in range(MANY)]
    records = (
        RunRecord(
            run_id=f"run-{number}",
            execution_id=f"exec-{number}",
            status="blocked" if number % 10 == 0 else "saved",
            component=f"Component{number % 25}",
            tenant="acme",
            started_at=moment,
            recorded_at=moment,
        )
        for number, moment in enumerate(sorted(moments))
    )
    acme.backend.write(acme.scope, [RUNS.row(one) for one in records])
    with TestClient(build_app(settings), base_url="http://127.0.0.1", client=("127.0.0.1", 50_000)) as client:
        yield client


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Reading:
    find, counted = SqliteBackend.find, Reading()

    def counting(self: SqliteBackend, *given: Any, **how: Any) -> list[bytes]:
        found = find(self, *given, **how)
        counted.number += len(found)
        return found

    monkeypatch.setattr(SqliteBackend, "find", counting)
    return counted


@pytest.mark.parametrize("asked", [{}, {"status": "blocked"}, {"component": "Component3"}], ids=str)
def test_a_page_reads_what_it_shows(asked: dict[str, str], pages: TestClient, reading: Reading) -> None:
    answer = pages.get("/ui/runs", params=asked)
    assert (answer.status_code, answer.text.count("<tr>\n<td>"), reading.number) == (200, SHOWN, READ)
    assert "run-4" in answer.text
    assert len(answer.content) < 50_000


def test_older_pages_read_hardly_more(pages: TestClient, reading: Reading) -> None:
    address, seen = "/ui/runs", 0
    for _ in range(5):
        reading.number = 0
        page = pages.get(address).text
        assert reading.number < 350  # where a page begins is looked for, whatever the number of runs
        seen += page.count("<tr>\n<td>")
        address = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == 5 * SHOWN


def test_runs_by_day_are_counted_without_being_read(pages: TestClient, reading: Reading) -> None:
    page = pages.get("/ui/runs/by-day", params={"last": "2026-01-26"}).text
    assert f"{MANY} runs from 2025-12-28 to 2026-01-26; 500 of them (10 %) were refused, blocked or failed." in page
    assert page.count("<rect") == 2 * 25
    assert reading.number == 0
