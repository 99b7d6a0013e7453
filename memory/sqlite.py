"""The embedded store: one SQLite file, safe for several processes."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foundation.model.errors import OutsideError, Problem
from foundation.model.run.trace import KnownTrace
from memory.connection import KeptConnection

_SCHEMA = """
CREATE TABLE IF NOT EXISTS traces (
    tenant TEXT NOT NULL,
    trace_id TEXT NOT NULL,
    component TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (tenant, trace_id, component)
)
"""


class SqliteTraceStore:
    """Keeps traces in a file that is made on the first write.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = KeptConnection(path, _SCHEMA)

    def find(self, tenant: str, trace_id: str) -> list[KnownTrace]:
        """Return the records of the trace, the newest first; a store without a file knows nothing.

        Raises:
            OutsideError: the file is there but cannot be read.
        """
        if not self._path.is_file():
            return []
        query = "SELECT content FROM traces WHERE tenant = ? AND trace_id = ? ORDER BY recorded_at DESC, component"
        with self._connection() as connection:
            rows = connection.execute(query, (tenant, trace_id)).fetchall()
        try:
            return [KnownTrace.model_validate_json(content) for (content,) in rows]
        except ValueError as error:
            raise self._unusable(f"the record of {trace_id} cannot be read") from error

    def remember(self, tenant: str, trace: KnownTrace) -> None:
        """Insert or replace the record of the trace's component.

        Raises:
            OutsideError: the file cannot be written.
        """
        row = (tenant, trace.trace_id, trace.component, trace.recorded_at, trace.model_dump_json())
        with self._connection() as connection:
            connection.execute("INSERT OR REPLACE INTO traces VALUES (?, ?, ?, ?, ?)", row)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._kept.transaction() as connection:
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(str(error)) from error

    def _unusable(self, reason: str) -> OutsideError:
        return OutsideError(
            Problem(
                code="memory-unavailable",
                message=f"the memory file {self._path} cannot be used: {reason}",
                remedy="Point INFRA_ENGINEER_STATE_DIR at a folder that can be written, or remove a broken file.",
            )
        )
