"""Amounts as the API server writes them: ``1024Mi`` becomes ``1Gi``, ``0.5`` becomes ``500m``."""

import math
from fractions import Fraction
from functools import lru_cache
from typing import Any

from plugins.k8s_validator.admission.cel.quantities import parse, value_of

_BINARY = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_DECIMAL = {-9: "n", -6: "u", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E"}


def canonical(amount: Any) -> Any:
    """Return an amount as text in the one form that it has in a cluster; what is no amount stays as it is."""
    if isinstance(amount, bool) or not isinstance(amount, (str, int, float)):
        return amount
    return _written(str(amount)) or amount


@lru_cache(maxsize=1024)
def _written(text: str) -> str | None:
    try:
        value = value_of(parse(text))
    except ValueError:
        return None
    # Small amounts are decimal in a cluster whatever their suffix was.
    if text.endswith("i") and abs(value) >= 1024:
        return _binary(math.ceil(value))
    return _decimal(value, exponent="e" in text.lower() and not text.endswith("E"))


def _binary(number: int) -> str:
    power = 0
    while number % 1024 == 0 and power + 1 < len(_BINARY):
        number, power = number // 1024, power + 1
    return f"{number}{_BINARY[power]}"


def _decimal(value: Fraction, *, exponent: bool) -> str:
    number, power = int(value * 10**9), -9
    while number and number % 1000 == 0 and power < max(_DECIMAL):
        number, power = number // 1000, power + 3
    if not number:
        return "0"
    return f"{number}e{power}" if exponent and power else f"{number}{'' if exponent else _DECIMAL[power]}"
