"""Kubernetes quantities, exactly: ``quantity('1Gi') == quantity('1024Mi')``."""

import math
from fractions import Fraction
from typing import Any

from foundation.model.expressions import expression
from plugins.k8s_validator.admission.cel.native import BOOL, DOUBLE, INT, OPAQUE, STRING, Native, accepts, marked

MARK = "kubernetes.Quantity"
_FORM = expression(
    r"([+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40}))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?[0-9]{1,3}))?"
)
_DECIMAL = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_NANO = 10**9
_INT64 = 2**63


def parse(text: str) -> dict[str, str]:
    """Return a quantity; what is finer than a billionth is rounded up, as Kubernetes does.

    Raises:
        ValueError: the text is no quantity.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:60]!r} is no quantity")
    number, suffix, exponent = match.groups()
    scale = (
        Fraction(2) ** _BINARY[suffix]
        if suffix in _BINARY
        else Fraction(10) ** _DECIMAL.get(suffix, int(exponent or 0))
    )
    value = Fraction(number.rstrip(".") or "0") * scale
    if abs(value) >= _INT64 and suffix not in _DECIMAL and not exponent:
        value = Fraction(_INT64 - 1) * (1 if value > 0 else -1)
    nanos = value * _NANO
    return _written(Fraction(math.ceil(nanos) if nanos > 0 else math.floor(nanos), _NANO))


def _written(value: Fraction) -> dict[str, str]:
    return {MARK: str(value)}


def value_of(quantity: Any) -> Fraction:
    """Return a quantity's number.

    Raises:
        ValueError: the value is no quantity.
    """
    return Fraction(marked(MARK, quantity))


def _as_integer(quantity: Any) -> int:
    value = value_of(quantity)
    if not _is_integer(quantity):
        raise ValueError("the quantity is no whole number")
    return int(value)


def _is_integer(quantity: Any) -> bool:
    value = value_of(quantity)
    return value.denominator == 1 and -_INT64 <= value < _INT64


def _sign(quantity: Any) -> int:
    value = value_of(quantity)
    return (value > 0) - (value < 0)


def _number(value: Any) -> Fraction:
    return Fraction(value) if isinstance(value, int) else value_of(value)


def _add(first: Any, second: Any) -> dict[str, str]:
    return _written(value_of(first) + _number(second))


def _subtract(first: Any, second: Any) -> dict[str, str]:
    return _written(value_of(first) - _number(second))


FUNCTIONS = (
    Native("quantity", (STRING,), OPAQUE, parse, member=False),
    Native("isQuantity", (STRING,), BOOL, accepts(parse), member=False),
    Native("asInteger", (OPAQUE,), INT, _as_integer),
    Native("isInteger", (OPAQUE,), BOOL, _is_integer),
    Native("asApproximateFloat", (OPAQUE,), DOUBLE, lambda quantity: float(value_of(quantity))),
    Native("sign", (OPAQUE,), INT, _sign),
    Native("add", (OPAQUE, OPAQUE), OPAQUE, _add),
    Native("add", (OPAQUE, INT), OPAQUE, _add),
    Native("sub", (OPAQUE, OPAQUE), OPAQUE, _subtract),
    Native("sub", (OPAQUE, INT), OPAQUE, _subtract),
)
