"""JSON as it is sent; what is JSON already stands in more of it as it is, and nobody reads and writes it again."""

import json
from collections.abc import Mapping
from typing import Any


def as_json(content: Any) -> bytes:
    """Return data as JSON in UTF-8."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def with_member(content: Mapping[str, Any], name: str, member: bytes) -> bytes:
    """Return an object with one member more.

    Args:
        content: the object; it is not empty.
        name: name of the member.
        member: its value, as JSON.
    """
    return b"%b,%b:%b}" % (as_json(content)[:-1], as_json(name), member)


def with_members(content: Mapping[str, Any], more: bytes) -> bytes:
    """Return an object with the members of another one after its own.

    Args:
        content: the object; it is not empty.
        more: the other one, as JSON.
    """
    return b"%b,%b" % (as_json(content)[:-1], more[1:]) if more != b"{}" else as_json(content)
