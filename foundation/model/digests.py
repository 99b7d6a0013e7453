"""Digests of plain data."""

import hashlib
import json
from typing import Any


def json_digest(data: Any) -> str:
    """Return the SHA-256 of data as JSON in ASCII without blanks, whatever the order of its keys.

    Args:
        data: plain data.
    """
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
