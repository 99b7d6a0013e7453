"""What keeps rows: the one seam between what memory is asked and where it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from memory.scope import Scope


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        kind: what it is, such as ``run``.
        key: its name among the rows of its kind in a scope.
        content: its bytes; nobody but its store reads them.
        lookups: fields and values that it can be found by.
        stays: whether it keeps its place in the order when it is written again; otherwise it becomes the newest.
    """

    kind: str
    key: str
    content: bytes
    lookups: tuple[tuple[str, str], ...] = ()
    stays: bool = False


@dataclass(frozen=True)
class Expected:
    """What a row has to be, or nothing may be written.

    Attributes:
        kind: its kind.
        key: its key.
        content: its bytes; ``None`` if there must be no such row.
    """

    kind: str
    key: str
    content: bytes | None


class ChangedError(Exception):
    """A row is not what was expected: somebody else has written it meanwhile."""


@dataclass(frozen=True)
class Size:
    """How much there is of one kind in one scope.

    Attributes:
        scope: the scope.
        kind: the kind of rows.
        rows: their number.
        content: bytes of their contents.
    """

    scope: Scope
    kind: str
    rows: int
    content: int


class Backend(Protocol):
    """Keeps rows in the order in which they were written; rows of a scope cannot be reached from another.

    Every method raises ``OutsideError`` if what keeps the rows cannot be used.
    """

    def get(self, scope: Scope, kind: str, keys: Sequence[str]) -> dict[str, bytes]:
        """Return the contents of those rows that there are, by key."""
        ...

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
        """Return the contents of the rows that a lookup leads to, the newest first.

        Args:
            scope: the scope.
            kind: the kind of rows.
            field: a field that rows of the kind can be found by.
            value: its value.
            limit: their greatest number; all, if there is none.
            oldest_first: whether the order is the other way round.
            also: further fields and values by which the rows have to be found too.
            skip: so many of the first are left out, without their contents being read.
        """
        ...

    def write(
        self,
        scope: Scope,
        rows: Sequence[Row],
        *,
        removed: Sequence[tuple[str, str]] = (),
        expected: Sequence[Expected] = (),
    ) -> None:
        """Write and remove rows: all of it or nothing.

        Args:
            scope: the scope.
            rows: what is written, in its order; a row of the same kind and key is replaced.
            removed: kind and key of what is removed.
            expected: what has to be so beforehand.

        Raises:
            ChangedError: it is not so; nothing was written.
        """
        ...

    def rows(self, scope: Scope, kind: str) -> Iterator[tuple[str, bytes]]:
        """Yield key and content of all rows of a kind, the oldest first."""
        ...

    def keys(self, scope: Scope, kind: str, limit: int | None = None) -> list[str]:
        """Return the keys of the rows of a kind, the oldest first; no content is read.

        Args:
            scope: the scope.
            kind: the kind of rows.
            limit: their greatest number; all, if there is none.
        """
        ...

    def counts(self, scope: Scope, kind: str, lookups: Sequence[tuple[str, str]]) -> list[int]:
        """Return how many rows each of some lookups leads to; no content is read.

        Args:
            scope: the scope.
            kind: the kind of rows.
            lookups: fields that rows of the kind can be found by, and their values.
        """
        ...

    def scopes(self) -> list[Scope]:
        """Return the scopes in which something was written, in their order; no row is read, and some may be empty."""
        ...

    def sizes(self) -> list[Size]:
        """Return how much there is, by scope and kind in their order."""
        ...

    @property
    def place(self) -> str:
        """Where the rows are, for people; nothing secret is in it."""
        ...
