"""A connection to the memory file that stays open as long as somebody keeps it."""

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from foundation.model.errors import AgentError

_BUSY_SECONDS = 10.0
_FIXED = "?immutable=1"
#: Makes the tables, or changes those of an older version.
Prepare = Callable[[sqlite3.Connection], None]


class KeptConnection:
    """Opens a file when it is first needed, and keeps it open: opening and closing wait for the disk each time.

    Changes go to a write-ahead log, which is written to the disk when it is long or the last process closes the file.
    A run's own files are not waited for either. So a killed run loses nothing; when the machine loses power the last
    records may be missing, and those before them are whole. The log belongs to the file: whoever puts another file in
    its place has to remove the log too.

    Args:
        path: the file.
        prepare: brings what is in the file to the form of today.
    """

    def __init__(self, path: Path, prepare: Prepare) -> None:
        self._path = path
        self._prepare = prepare
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None
        self._opened: tuple[int, int, int] | None = None
        self._closing: Callable[[], object] = lambda: None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for one transaction; threads take turns.

        Raises:
            sqlite3.Error, OSError: the file cannot be used; it is opened anew the next time.
        """
        with self._lock:
            connection = self._current()
            try:
                with connection:
                    yield connection
            except sqlite3.Error:
                self._close()
                raise

    def _current(self) -> sqlite3.Connection:
        """Return the connection, unless another process inherited it or the file is not the same any more."""
        if self._open is None or self._opened != self._identity():
            self._close()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._open = _connected(self._path, self._prepare)
            self._opened = self._identity()
            self._closing = weakref.finalize(self, self._open.close)
        return self._open

    def _identity(self) -> tuple[int, int, int] | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return os.getpid(), status.st_dev, status.st_ino

    def _close(self) -> None:
        if self._opened is not None and self._opened[0] == os.getpid():
            self._closing()
        self._open = None


def _connected(path: Path, prepare: Prepare) -> sqlite3.Connection:
    address = _address(path)
    connection = sqlite3.connect(address, timeout=_BUSY_SECONDS, check_same_thread=False, uri=True)
    try:
        # Another process may use the file at this moment, or it cannot be written: then it stays as it is.
        with suppress(sqlite3.OperationalError):
            if connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",):
                connection.execute("PRAGMA synchronous = NORMAL")
        return _prepared(connection, prepare, fixed=address.endswith(_FIXED))
    except (sqlite3.Error, AgentError, ValueError):
        connection.close()
        raise


def _prepared(connection: sqlite3.Connection, prepare: Prepare, *, fixed: bool) -> sqlite3.Connection:
    """Bring a file to the form of today; one that cannot be written in a copy that nobody else sees."""
    try:
        prepare(connection)
    except sqlite3.OperationalError:
        if not fixed:
            raise
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.backup(copy)
        connection.close()
        prepare(copy)
        copy.execute("PRAGMA query_only = ON")
        return copy
    return connection


def _address(path: Path) -> str:
    """Return the file's address: where no log can be made beside it, it is read as it stands."""
    fixed = not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    return path.absolute().as_uri() + (_FIXED if fixed else "")
