"""The rows of one kind as models: what the stores share."""

from collections.abc import Callable
from typing import Generic, TypeVar

from pydantic import BaseModel

from foundation.model.errors import OutsideError, Problem
from memory.backend import Backend, ChangedError, Expected, Row
from memory.scope import Scope

Record = TypeVar("Record", bound=BaseModel)
#: A lookup that leads to all rows of a kind.
ALL = ("all", "")


class Kind(Generic[Record]):
    """How records of one kind become rows.

    Args:
        name: the kind.
        model: model of its records.
        key: gives a record's key.
        lookups: gives the fields and values that it can be found by.
        stays: whether a record that is written again keeps its place in the order.
    """

    def __init__(
        self,
        name: str,
        model: type[Record],
        key: Callable[[Record], str],
        lookups: Callable[[Record], tuple[tuple[str, str], ...]] = lambda _: (),
        *,
        stays: bool = False,
    ) -> None:
        self.name = name
        self._model = model
        self._key = key
        self._lookups = lookups
        self._stays = stays

    def row(self, record: Record) -> Row:
        """Return the row of a record."""
        content = record.model_dump_json(exclude_defaults=True).encode()
        return Row(self.name, self._key(record), content, self._lookups(record), self._stays)

    def record(self, content: bytes) -> Record:
        """Return the record of a row.

        Raises:
            ValueError: somebody else wrote it, or another version of the agent.
        """
        return self._model.model_validate_json(content)


class Table(Generic[Record]):
    """The records of one kind in one scope.

    Args:
        backend: what keeps the rows.
        scope: whose they are.
        kind: their kind.
    """

    def __init__(self, backend: Backend, scope: Scope, kind: Kind[Record]) -> None:
        self._backend = backend
        self._scope = scope
        self._kind = kind

    def get(self, key: str) -> Record | None:
        """Return the record of a key, if there is one."""
        content = self._backend.get(self._scope, self._kind.name, [key]).get(key)
        return None if content is None else self._read(content)

    def find(self, field: str, value: str, limit: int | None = None, *, oldest_first: bool = False) -> list[Record]:
        """Return the records that a lookup leads to, the newest first."""
        found = self._backend.find(self._scope, self._kind.name, field, value, limit, oldest_first=oldest_first)
        return [self._read(content) for content in found]

    def readable(self, field: str, value: str, limit: int | None = None, *, oldest_first: bool = False) -> list[Record]:
        """Return the records that a lookup leads to, without those that cannot be read: they hold up no others."""
        found = self._backend.find(self._scope, self._kind.name, field, value, limit, oldest_first=oldest_first)
        return [record for content in found if (record := self._readable(content)) is not None]

    def put(self, record: Record) -> None:
        """Write a record."""
        self._backend.write(self._scope, [self._kind.row(record)])

    def replace(self, before: Record, after: Record) -> None:
        """Write a record in the place of another.

        Raises:
            ChangedError: somebody else has written it meanwhile.
        """
        found, expected = self.seen(self._kind.row(before).key)
        if found != before:
            raise ChangedError
        self._backend.write(self._scope, [self._kind.row(after)], expected=[expected])

    def seen(self, key: str) -> tuple[Record | None, Expected]:
        """Return the record of a key, if one can be read, and what a write expects that goes by it."""
        content = self._backend.get(self._scope, self._kind.name, [key]).get(key)
        return None if content is None else self._readable(content), Expected(self._kind.name, key, content)

    def _readable(self, content: bytes) -> Record | None:
        try:
            return self._kind.record(content)
        except ValueError:
            return None

    def _read(self, content: bytes) -> Record:
        try:
            return self._kind.record(content)
        except ValueError as error:
            message = f"a record of the kind {self._kind.name} in the memory {self._backend.place} cannot be read"
            remedy = "Use the version of the agent that wrote it, or remove what is broken."
            raise OutsideError(Problem(code="memory-unavailable", message=message, remedy=remedy)) from error
