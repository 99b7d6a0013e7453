"""Files of earlier forms are opened, and files of later ones are not touched."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from foundation.model.errors import OutsideError
from memory.memory import Memory
from memory.sqlite.backend import SqliteBackend
from tests.memory.records import known, run

#: The file as it was before it had a version.
FIRST_FORM = """
CREATE TABLE traces (
    tenant TEXT NOT NULL,
    trace_id TEXT NOT NULL,
    component TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (tenant, trace_id, component)
)
"""


def first_form(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(FIRST_FORM)
        for tenant, record in (("acme", known()), ("acme", known(component="Stock")), ("other", known())):
            row = (tenant, record.trace_id, record.component, record.recorded_at, record.model_dump_json())
            connection.execute("INSERT INTO traces VALUES (?, ?, ?, ?, ?)", row)


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_file_without_a_version_keeps_its_traces(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    first_form(path)
    for _ in range(2):
        memory = Memory(SqliteBackend(path))
        assert memory.of("acme").traces.of_trace("t-1") == [known(), known(component="Stock")]
        assert memory.of("other").traces.of_component("Orders") == [known()]
        assert version_of(path) == 2


def test_runs_of_the_first_version_are_counted_by_day(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    runs = Memory(SqliteBackend(path)).of("acme").runs
    for run_id, status in (("run-1", "saved"), ("run-2", "blocked"), ("run-3", "announced")):
        runs.put(run(run_id=run_id, status=status))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM lookups WHERE field = 'day'")
        connection.execute("UPDATE records SET content = 'none' WHERE key = 'run-3'")
        connection.execute("PRAGMA user_version = 1")
    day = run().recorded_at[:10]
    assert Memory(SqliteBackend(path)).of("acme").runs.on_days([day, "2020-01-01"]) == [(1, 1), (0, 0)]
    assert version_of(path) == 2


def test_a_record_of_the_first_form_that_cannot_be_read_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    first_form(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE traces SET content = '{}' WHERE component = 'Stock'")
    with pytest.raises(OutsideError) as caught:
        Memory(SqliteBackend(path)).of("acme").traces.of_trace("t-1")
    assert caught.value.problems[0].code == "memory-unavailable"
    assert version_of(path) == 0
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM traces").fetchone() == (3,)


def test_a_file_of_a_newer_version_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    SqliteBackend(path).write(Memory(SqliteBackend(path)).of("acme").scope, [])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(OutsideError) as caught:
        Memory(SqliteBackend(path)).of("acme").runs.newest()
    (problem,) = caught.value.problems
    assert problem.code == "memory-newer"
    assert "99" in problem.message
    assert version_of(path) == 99
