"""Quantities of the Kubernetes API, such as 100m, 1.5, 128Mi and 1e3."""

from functools import lru_cache
from typing import Any

from foundation.model.expressions import expression
from plugins.k8s_validator.objects.pods import Container
from plugins.k8s_validator.objects.values import mapping

_QUANTITY = expression(r"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))(m|u|n|k|[KMGTPE]i?|[eE][+-]?[0-9]{1,3})?")
_FACTORS = {"": 1.0, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3}
_FACTORS |= {letter: 10.0 ** (3 * power) for power, letter in enumerate("MGTPE", 2)}
_FACTORS |= {f"{letter}i": 1024.0**power for power, letter in enumerate("KMGTPE", 1)}
#: Fewer bytes are hardly meant; none at all is meant too.
FEWEST_BYTES = 1_000_000


def amount(quantity: Any) -> float | None:
    """Return a quantity as a number, or ``None`` if it is none."""
    if isinstance(quantity, bool) or not isinstance(quantity, str | int | float):
        return None
    return _amount(str(quantity))


@lru_cache(maxsize=1024)
def _amount(text: str) -> float | None:
    match = _QUANTITY.fullmatch(text)
    if match is None:
        return None
    suffix = match[2] or ""
    if suffix[:1] in ("e", "E") and len(suffix) > 1 and suffix != "Ei":
        return float(match[1] + suffix)
    return float(match[1]) * _FACTORS.get(suffix, 1.0)


def resource(container: Container, part: str, name: str) -> Any:
    """Return a request or a limit of a container, else of its pod, or ``None``.

    Args:
        container: the container.
        part: ``requests`` or ``limits``.
        name: ``cpu``, ``memory`` or ``ephemeral-storage``.
    """
    own = mapping(mapping(container.data.get("resources")).get(part)).get(name)
    return own if own is not None else mapping(mapping(container.pod.spec.get("resources")).get(part)).get(name)
