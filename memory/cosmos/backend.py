"""Rows in a container of Azure Cosmos DB."""

import json
import random
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from foundation.model.errors import OutsideError, Problem
from memory.backend import ChangedError, Expected, Row, Size
from memory.cosmos.items import SEQUENCE, Item, content_of, identity, item_of, lookup, whose
from memory.scope import Scope

if TYPE_CHECKING:
    from azure.cosmos import ContainerProxy

#: Rows of one batch; Cosmos DB takes 100 operations, and one of them counts up the places.
_AT_ONCE = 90
_ATTEMPTS = 12
_LONGEST_WAIT = 0.5
_CONFLICTS = (409, 412)
#: Greatest number of rows of a page behind others; whoever wants all of them is given so many.
_LONGEST_PAGE = 1_000_000
#: The partition that says which scopes there are; no tenant can be called so.
_SCOPES = Scope("~scopes", "~")


class CosmosBackend:
    """Keeps rows in a container; see ``Backend``. It is reached when it is first asked.

    The container has to be there, with the hierarchical partition key ``/tenant``, ``/workspace``. A write of up to 90
    rows is whole; a longer one is written in parts, each of them whole.

    Args:
        url: address of the account.
        database: the database.
        container: the container.
        key: key of the account; without one the machine's identity is taken.
    """

    def __init__(self, url: str, database: str, container: str, key: str | None = None) -> None:
        self._url = url
        self._names = database, container
        self._key = key
        self._known: set[Scope] = set()

    @property
    def place(self) -> str:
        """See ``Backend.place``."""
        return f"{self._url}{'/'.join(self._names)}"

    def get(self, scope: Scope, kind: str, keys: Sequence[str]) -> dict[str, bytes]:
        """See ``Backend.get``: a point read each."""
        with self._reached():
            items = {key: self._read(scope, identity(kind, key)) for key in keys}
            return {key: self._content(scope, item) for key, item in items.items() if item is not None}

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
        if limit == 0:
            return []
        with self._reached():
            lookups = {f"lookup{place}": lookup(*one) for place, one in enumerate(((field, value), *also))}
            items = self._query(scope, _query_of(lookups, oldest_first, skip, limit), kind=kind, **lookups)
            return [self._content(scope, item) for item in islice(items, limit)]

    def write(
        self,
        scope: Scope,
        rows: Sequence[Row],
        *,
        removed: Sequence[tuple[str, str]] = (),
        expected: Sequence[Expected] = (),
    ) -> None:
        """See ``Backend.write``: one transactional batch, tried again when another write came between."""
        written = {(row.kind, row.key): row for row in rows}
        gone = [name for name in dict.fromkeys(removed) if name not in written]
        work: list[Row | tuple[str, str]] = [*gone, *written.values()]
        with self._reached():
            self._make_known(scope)
            for start in range(0, max(len(work), 1), _AT_ONCE):
                self._write_whole(scope, work[start : start + _AT_ONCE], expected if start == 0 else ())

    def rows(self, scope: Scope, kind: str) -> Iterator[tuple[str, bytes]]:
        """See ``Backend.rows``."""
        query = "SELECT * FROM c WHERE c.kind = @kind ORDER BY c.sequence ASC"
        with self._reached():
            for item in self._query(scope, query, kind=kind):
                yield item["key"], self._content(scope, item)

    def keys(self, scope: Scope, kind: str, limit: int | None = None) -> list[str]:
        """See ``Backend.keys``."""
        query = "SELECT c.key FROM c WHERE c.kind = @kind ORDER BY c.sequence ASC"
        with self._reached():
            return [item["key"] for item in islice(self._query(scope, query, kind=kind), limit)]

    def counts(self, scope: Scope, kind: str, lookups: Sequence[tuple[str, str]]) -> list[int]:
        """See ``Backend.counts``; keys alone come over the wire."""
        query = (
            "SELECT c.key FROM c WHERE c.kind = @kind AND ARRAY_CONTAINS(c.lookups, @lookup0) ORDER BY c.sequence DESC"
        )
        with self._reached():
            return [sum(1 for _ in self._query(scope, query, kind=kind, lookup0=lookup(*one))) for one in lookups]

    def scopes(self) -> list[Scope]:
        """See ``Backend.scopes``."""
        with self._reached():
            found = list(self._query(_SCOPES, "SELECT * FROM c WHERE c.kind = @kind", kind="scope"))
        return sorted(Scope(known["of_tenant"], known["of_workspace"]) for known in found)

    def sizes(self) -> list[Size]:
        """See ``Backend.sizes``."""
        sizes: dict[tuple[Scope, str], list[int]] = {}
        with self._reached():
            for scope in self.scopes():
                for item in self._query(scope, "SELECT c.kind, c.size FROM c WHERE IS_DEFINED(c.size)"):
                    sizes.setdefault((scope, item["kind"]), []).append(item["size"])
        return [Size(scope, kind, len(found), sum(found)) for (scope, kind), found in sorted(sizes.items())]

    def _write_whole(self, scope: Scope, work: Sequence[Row | tuple[str, str]], expected: Sequence[Expected]) -> None:
        from azure.cosmos.exceptions import CosmosBatchOperationError, CosmosHttpResponseError

        for attempt in range(_ATTEMPTS):
            last = self._read(scope, SEQUENCE)
            for one in expected:
                if self.get(scope, one.kind, [one.key]).get(one.key) != one.content:
                    raise ChangedError
            batch = self._batch(scope, work, last)
            try:
                self._container.execute_item_batch(batch, partition_key=[scope.tenant, scope.workspace])
            except (CosmosBatchOperationError, CosmosHttpResponseError) as error:
                if error.status_code not in _CONFLICTS or attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(random.uniform(0, min(_LONGEST_WAIT, 0.01 * 2**attempt)))  # noqa: S311 - no secret
            else:
                return

    def _batch(self, scope: Scope, work: Sequence[Row | tuple[str, str]], last: Item | None) -> list[Any]:
        """Return the operations; the first of them fails if anybody has written in the partition meanwhile."""
        place = last["value"] if last else 0
        operations: list[Any] = []
        for one in work:
            if isinstance(one, Row):
                place += 1
                before = self._read(scope, identity(one.kind, one.key)) if one.stays else None
                item, parts = item_of(scope, one, before["sequence"] if before else place)
                for part in parts:
                    self._container.upsert_item(part)
                operations.append(("upsert", (item,)))
            elif self._read(scope, identity(*one)) is not None:
                operations.append(("delete", (identity(*one),)))
        counted = {**whose(scope), "id": SEQUENCE, "value": place}
        if last is None:
            return [("create", (counted,)), *operations]
        return [("replace", (SEQUENCE, counted), {"if_match_etag": last["_etag"]}), *operations]

    def _make_known(self, scope: Scope) -> None:
        if scope not in self._known:
            item = {"id": identity("scope", json.dumps([scope.tenant, scope.workspace])), "kind": "scope"}
            of = {"of_tenant": scope.tenant, "of_workspace": scope.workspace}
            self._container.upsert_item({**whose(_SCOPES), **item, **of})
            self._known.add(scope)

    def _content(self, scope: Scope, item: Item) -> bytes:
        if "parts" not in item:
            return content_of(item)
        parts = [self._container.read_item(part, [scope.tenant, scope.workspace]) for part in item["parts"]]
        return b"".join(map(content_of, parts))

    def _read(self, scope: Scope, name: str) -> Item | None:
        from azure.cosmos.exceptions import CosmosResourceNotFoundError

        try:
            return dict(self._container.read_item(name, [scope.tenant, scope.workspace]))
        except CosmosResourceNotFoundError as error:
            if error.sub_status not in (None, 0):  # it is the container that is not there
                raise
            return None

    def _query(self, scope: Scope, query: str, **values: str) -> Iterator[Item]:
        parameters: list[dict[str, object]] = [{"name": f"@{name}", "value": value} for name, value in values.items()]
        key = [scope.tenant, scope.workspace]
        return iter(self._container.query_items(query, parameters=parameters, partition_key=key))

    @cached_property
    def _container(self) -> "ContainerProxy":
        # Imported here: most machines keep memory in a file.
        from azure.cosmos import CosmosClient

        credential: Any = self._key
        if credential is None:
            from azure.identity import DefaultAzureCredential

            credential = DefaultAzureCredential()
        client = CosmosClient(self._url, credential)
        database, container = self._names
        return client.get_database_client(database).get_container_client(container)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        from azure.core.exceptions import AzureError

        try:
            yield
        except (AzureError, OSError, ValueError) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> OutsideError:
        first = str(error).strip().partition("\n")[0]
        return OutsideError(
            Problem(
                code="memory-unavailable",
                message=f"the memory at {self.place} cannot be used: {first}",
                remedy="Check the account, its key or the machine's identity, and that the container is there; "
                "docs/memory.md says how it is made.",
            )
        )


def _query_of(lookups: Collection[str], oldest_first: bool, skip: int, limit: int | None) -> str:
    """Return the query for the rows that some lookups lead to, by the names of their parameters."""
    led_to = "".join(f" AND ARRAY_CONTAINS(c.lookups, @{name})" for name in lookups)
    behind = f" OFFSET {skip} LIMIT {_LONGEST_PAGE if limit is None else limit}" if skip else ""
    order = "ASC" if oldest_first else "DESC"
    return f"SELECT * FROM c WHERE c.kind = @kind{led_to} ORDER BY c.sequence {order}{behind}"  # noqa: S608 - no values
