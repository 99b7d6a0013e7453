"""Durations and sizes as compose files write them."""

import re
from decimal import Decimal
from typing import Any

_SECONDS = {
    "us": Decimal("0.000001"),
    "ms": Decimal("0.001"),
    "s": Decimal(1),
    "m": Decimal(60),
    "h": Decimal(3600),
    "d": Decimal(86400),
}
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(us|ms|s|m|h|d)")
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([kmgt]?)(?:i?b)?", re.IGNORECASE)
#: A size of compose is by powers of 1024, whatever letters it has.
_UNITS = {"": "", "k": "Ki", "m": "Mi", "g": "Gi", "t": "Ti"}


def seconds(value: Any) -> int | None:
    """Return a duration such as ``1m30s`` in whole seconds, at least one; ``None`` if it is none."""
    text = str(value)
    if not re.fullmatch(rf"({_PART.pattern})+", text):
        return None
    total = sum(Decimal(number) * _SECONDS[unit] for number, unit in _PART.findall(text))
    return max(1, int(total))


def size(value: Any) -> str | None:
    """Return a size such as ``512m`` as a quantity of Kubernetes; ``None`` if it is none."""
    found = _SIZE.fullmatch(str(value).strip())
    return f"{found[1]}{_UNITS[found[2].lower()]}" if found else None
