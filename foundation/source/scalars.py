"""What a scalar without quotes means: two readings, one for bundles and one for manifests."""

import math
import re
from typing import Any

from foundation.model.expressions import expression

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOLEAN = {
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
}
_SHORT_BOOLEAN = {"y": True, "Y": True, "n": False, "N": False}
_INTEGER = expression(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = expression(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+([eE][-+]?[0-9]+)?|[-+]?(0|[1-9][0-9]*)[eE][-+]?[0-9]+")
_CLUSTER_INTEGER = expression(r"([-+]?)(?:0[bB]([01]+)|0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))")
_CLUSTER_FLOAT = expression(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = expression(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_MAX_DIGITS = 400
_LARGEST_INTEGER = 2**64 - 1


def read_for_bundle(text: str) -> Any:
    """Read a scalar of a bundle.

    No octal, no sexagesimal, no underscores: what two YAML versions read differently stays text.
    So do numbers beyond 64 bits, which no two parsers round alike.
    """
    if text in _NULL:
        return None
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if len(text) <= _MAX_DIGITS and _FLOAT.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


def read_for_cluster(text: str) -> Any:
    """Read a scalar of a manifest as kubectl, Helm and the API server do (YAML 1.1 by Go's parser)."""
    if text in _NULL:
        return None
    if text in _BOOLEAN or text in _SHORT_BOOLEAN:
        return _BOOLEAN.get(text, _SHORT_BOOLEAN.get(text))
    if text[:1] not in "+-.0123456789" or len(text) > _MAX_DIGITS:
        return text
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", ""))
    plain = text.replace("_", "")
    integer = _CLUSTER_INTEGER.fullmatch(plain)
    if integer and abs(_integer(integer)) <= _LARGEST_INTEGER:
        return _integer(integer)
    if _CLUSTER_FLOAT.fullmatch(plain) and math.isfinite(float(plain)):
        return float(plain)
    return text


def _integer(match: re.Match[str]) -> int:
    sign, binary, hexadecimal, octal, decimal = match.groups()
    digits, base = next((d, b) for d, b in ((binary, 2), (hexadecimal, 16), (octal, 8), (decimal, 10)) if d is not None)
    return int(digits, base) * (-1 if sign == "-" else 1)
