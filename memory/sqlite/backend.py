"""Rows in one SQLite file, safe for several processes."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from foundation.model.errors import OutsideError, Problem
from memory.backend import ChangedError, Expected, Row, Size
from memory.scope import Scope
from memory.sqlite.connection import KeptConnection
from memory.sqlite.migrations import insert, prepare

#: Rows are counted and left out by the index alone; contents are read of those that are given.
_FIND = (
    "SELECT content FROM records JOIN (SELECT sequence FROM lookups AS found "
    "WHERE tenant = ? AND workspace = ? AND kind = ? AND field = ? AND value = ?{also} "
    "ORDER BY sequence {order} LIMIT ? OFFSET ?) USING (sequence) ORDER BY sequence {order}"
)
_ALSO = (
    " AND EXISTS (SELECT 1 FROM lookups AS other WHERE other.tenant = found.tenant AND "
    "other.workspace = found.workspace AND other.kind = found.kind AND other.field = ? AND other.value = ? "
    "AND other.sequence = found.sequence)"
)


class SqliteBackend:
    """Keeps rows in a file that is made on the first write; see ``Backend``.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = KeptConnection(path, prepare)

    @property
    def place(self) -> str:
        """See ``Backend.place``."""
        return str(self._path)

    def get(self, scope: Scope, kind: str, keys: Sequence[str]) -> dict[str, bytes]:
        """See ``Backend.get``; a memory without a file knows nothing."""
        with self._reading() as connection:
            found = {key: _content(connection, scope, kind, key) for key in keys} if connection else {}
        return {key: content for key, content in found.items() if content is not None}

    def find(
        self,
        scope: Scope,
        kind: str,
        field: str,
        value: str,
        limit: int | None = None,
        *,
        oldest_first: bool = False,
        also: Sequence[tuple[str, str]] = (),
        skip: int = 0,
    ) -> list[bytes]:
        """See ``Backend.find``."""
        query = _FIND.format(also=_ALSO * len(also), order="ASC" if oldest_first else "DESC")
        further = [part for pair in also for part in pair]
        values = (scope.tenant, scope.workspace, kind, field, value, *further, -1 if limit is None else limit, skip)
        with self._reading() as connection:
            return [content for (content,) in connection.execute(query, values)] if connection else []

    def write(
        self,
        scope: Scope,
        rows: Sequence[Row],
        *,
        removed: Sequence[tuple[str, str]] = (),
        expected: Sequence[Expected] = (),
    ) -> None:
        """See ``Backend.write``."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            for one in expected:
                if _content(connection, scope, one.kind, one.key) != one.content:
                    raise ChangedError
            for kind, key in removed:
                _remove(connection, scope, kind, key)
            for row in rows:
                place = _remove(connection, scope, row.kind, row.key)
                insert(connection, scope.tenant, scope.workspace, row, place if row.stays else None)

    def rows(self, scope: Scope, kind: str) -> Iterator[tuple[str, bytes]]:
        """See ``Backend.rows``."""
        query = "SELECT key, content FROM records WHERE tenant = ? AND workspace = ? AND kind = ? ORDER BY sequence"
        with self._reading() as connection:
            found = connection.execute(query, (scope.tenant, scope.workspace, kind)).fetchall() if connection else []
        yield from found

    def keys(self, scope: Scope, kind: str, limit: int | None = None) -> list[str]:
        """See ``Backend.keys``."""
        query = "SELECT key FROM records WHERE tenant = ? AND workspace = ? AND kind = ? ORDER BY sequence LIMIT ?"
        values = (scope.tenant, scope.workspace, kind, -1 if limit is None else limit)
        with self._reading() as connection:
            return [key for (key,) in connection.execute(query, values)] if connection else []

    def counts(self, scope: Scope, kind: str, lookups: Sequence[tuple[str, str]]) -> list[int]:
        """See ``Backend.counts``; the index has all that is asked."""
        query = (
            "SELECT count(*) FROM lookups WHERE tenant = ? AND workspace = ? AND kind = ? AND field = ? AND value = ?"
        )
        of = scope.tenant, scope.workspace, kind
        with self._reading() as connection:
            if connection is None:
                return [0 for _ in lookups]
            return [int(connection.execute(query, (*of, *one)).fetchone()[0]) for one in lookups]

    def scopes(self) -> list[Scope]:
        """See ``Backend.scopes``; the index leads from one to the next, past all rows of it."""
        with self._reading() as connection:
            return list(_scopes(connection)) if connection else []

    def sizes(self) -> list[Size]:
        """See ``Backend.sizes``."""
        query = (
            "SELECT tenant, workspace, kind, count(*), sum(length(content)) FROM records "
            "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        with self._reading() as connection:
            found = connection.execute(query).fetchall() if connection else []
        return [Size(Scope(tenant, workspace), kind, rows, size) for tenant, workspace, kind, rows, size in found]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """Give the connection, or nothing if there is no file: looking makes none."""
        if not self._path.is_file():
            yield None
            return
        with self._connection() as connection:
            yield connection

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._kept.transaction() as connection:
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(str(error)) from error
        except ValueError as error:  # a record of an older form
            raise self._unusable("a record in it cannot be read") from error

    def _unusable(self, reason: str) -> OutsideError:
        return OutsideError(
            Problem(
                code="memory-unavailable",
                message=f"the memory file {self._path} cannot be used: {reason}",
                remedy="Point INFRA_ENGINEER_STATE_DIR at a folder that can be written, or remove a broken file.",
            )
        )


def _scopes(connection: sqlite3.Connection) -> Iterator[Scope]:
    query = "SELECT tenant, workspace FROM records{} ORDER BY tenant, workspace LIMIT 1"
    found = connection.execute(query.format("")).fetchone()
    while found is not None:
        yield Scope(*found)
        found = connection.execute(query.format(" WHERE (tenant, workspace) > (?, ?)"), found).fetchone()


def _content(connection: sqlite3.Connection, scope: Scope, kind: str, key: str) -> bytes | None:
    query = "SELECT content FROM records WHERE tenant = ? AND workspace = ? AND kind = ? AND key = ?"
    found = connection.execute(query, (scope.tenant, scope.workspace, kind, key)).fetchone()
    return found[0] if found else None


def _remove(connection: sqlite3.Connection, scope: Scope, kind: str, key: str) -> int | None:
    """Remove a row if it is there; return the place that it had."""
    query = "DELETE FROM records WHERE tenant = ? AND workspace = ? AND kind = ? AND key = ? RETURNING sequence"
    found = connection.execute(query, (scope.tenant, scope.workspace, kind, key)).fetchall()
    for (sequence,) in found:
        connection.execute("DELETE FROM lookups WHERE sequence = ?", (sequence,))
    return int(found[0][0]) if found else None
