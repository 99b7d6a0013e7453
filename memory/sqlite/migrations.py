"""The form of the file, by a version number that is in it.

A new form is a new function at the end of ``_STEPS``. Files of each older form are opened by a test.
"""

import sqlite3
from collections.abc import Callable

from foundation.model.errors import OutsideError, Problem
from foundation.model.run.trace import KnownTrace
from memory.backend import Row
from memory.scope import WORKSPACE
from memory.stores.traces import TRACES

_TABLES = """
CREATE TABLE records (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    workspace TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (tenant, workspace, kind, key)
);
CREATE TABLE lookups (
    tenant TEXT NOT NULL,
    workspace TEXT NOT NULL,
    kind TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (tenant, workspace, kind, field, value, sequence)
) WITHOUT ROWID;
CREATE INDEX lookups_of_record ON lookups (sequence)
"""
_DAYS = """
INSERT OR IGNORE INTO lookups
SELECT tenant, workspace, kind, 'day',
    substr(json_extract(text, '$.recorded_at'), 1, 10)
        || iif(json_extract(text, '$.status') IN ('saved', 'announced'), ' made', ' failed'),
    sequence
FROM (SELECT *, CAST(content AS TEXT) AS text FROM records WHERE kind = 'run')
WHERE CASE WHEN json_valid(text) THEN json_type(text, '$.recorded_at') = 'text' END
"""
INSERT_RECORD = "INSERT INTO records (sequence, tenant, workspace, kind, key, content) VALUES (?, ?, ?, ?, ?, ?)"
INSERT_LOOKUP = "INSERT INTO lookups VALUES (?, ?, ?, ?, ?, ?)"


def prepare(connection: sqlite3.Connection) -> None:
    """Bring a file to the form of today, in one transaction; a file of today is only looked at.

    Raises:
        OutsideError: a newer version of the agent wrote it.
        sqlite3.Error: it cannot be read or written.
    """
    version = _version(connection)
    if version > len(_STEPS):
        raise _newer(version)
    if version == len(_STEPS):
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for step in _STEPS[_version(connection) :]:  # another process may have done it meanwhile
            step(connection)
        connection.execute(f"PRAGMA user_version = {len(_STEPS)}")


def insert(connection: sqlite3.Connection, tenant: str, workspace: str, row: Row, sequence: int | None = None) -> None:
    """Insert a row that is not there.

    Args:
        connection: in a transaction.
        tenant: the tenant.
        workspace: the workspace.
        row: the row.
        sequence: its place in the order; the last one by default.
    """
    values = (sequence, tenant, workspace, row.kind, row.key, row.content)
    place = connection.execute(INSERT_RECORD, values).lastrowid
    lookups = [(tenant, workspace, row.kind, field, value, place) for field, value in row.lookups]
    connection.executemany(INSERT_LOOKUP, lookups)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _first(connection: sqlite3.Connection) -> None:
    """From files without a version, which held traces alone, or from nothing."""
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    if connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'traces'").fetchone() is None:
        return
    kept = connection.execute("SELECT tenant, content FROM traces ORDER BY recorded_at, trace_id, component").fetchall()
    for tenant, content in kept:
        insert(connection, tenant, WORKSPACE, TRACES.row(KnownTrace.model_validate_json(content)))
    connection.execute("DROP TABLE traces")


def _second(connection: sqlite3.Connection) -> None:
    """Runs are found by the day on which they were recorded, and by whether they came to an output."""
    connection.execute(_DAYS)


_STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first, _second)


def _newer(version: int) -> OutsideError:
    return OutsideError(
        Problem(
            code="memory-newer",
            message=f"a newer version of the agent wrote the memory file: its form is {version}, not {len(_STEPS)}",
            remedy="Use that version, or point INFRA_ENGINEER_STATE_DIR at another folder.",
        )
    )
