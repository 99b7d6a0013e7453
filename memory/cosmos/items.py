"""Rows as items of a container, whose partition key is the tenant and the workspace."""

import base64
import hashlib
from typing import Any

from memory.backend import Row
from memory.scope import Scope

#: Longer contents are put into items of their own: an item takes 2 MB, and so does a batch.
LONGEST = 200_000
_PART = 1_200_000
#: The item that every write of a partition replaces, so that no two of them can miss each other.
SEQUENCE = "sequence"

Item = dict[str, Any]


def item_of(scope: Scope, row: Row, sequence: int) -> tuple[Item, list[Item]]:
    """Return the item of a row, and those of its parts.

    Args:
        scope: whose it is.
        row: the row.
        sequence: its place in the order.
    """
    parts = _parts(scope, row.content) if len(row.content) > LONGEST else []
    item = {
        **whose(scope),
        "id": identity(row.kind, row.key),
        "kind": row.kind,
        "key": row.key,
        "sequence": sequence,
        "size": len(row.content),
        "lookups": [lookup(field, value) for field, value in row.lookups],
        **({"parts": [part["id"] for part in parts]} if parts else _text(row.content)),
    }
    return item, parts


def content_of(item: Item) -> bytes:
    """Return the content of an item that is not in parts."""
    return base64.b64decode(item["base64"]) if "base64" in item else item["text"].encode()


def identity(kind: str, key: str) -> str:
    """Return the id of a row's item: ids take neither all characters nor long keys."""
    return f"{kind}.{hashlib.sha256(key.encode()).hexdigest()}"


def lookup(field: str, value: str) -> str:
    """Return what a query looks for."""
    return f"{field.replace('%', '%25').replace(':', '%3A')}:{value}"


def whose(scope: Scope) -> Item:
    """Return the properties that make the partition key."""
    return {"tenant": scope.tenant, "workspace": scope.workspace}


def _text(content: bytes) -> Item:
    try:
        return {"text": content.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode()}


def _parts(scope: Scope, content: bytes) -> list[Item]:
    """Return the parts of a content; their ids are of what is in them, so that writing them again changes nothing."""
    digest = hashlib.sha256(content).hexdigest()
    return [
        {
            **whose(scope),
            "id": f"part.{digest}.{number}",
            "kind": "part",
            "base64": base64.b64encode(content[start : start + _PART]).decode(),
        }
        for number, start in enumerate(range(0, len(content), _PART))
    ]
