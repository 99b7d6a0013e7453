"""Measurements: plain values, so that a process can hand its own to another."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from agent.telemetry.instruments import Instrument


class Measurement(NamedTuple):
    """One value of one instrument.

    Attributes:
        instrument: the instrument's name.
        value: what is added, or seen.
        labels: the value of each of its labels, in their order.
    """

    instrument: str
    value: float
    labels: tuple[str, ...] = ()


def measured(instrument: "Instrument", value: float, *labels: str) -> Measurement:
    """Return a measurement.

    Args:
        instrument: what was measured.
        value: in the instrument's unit.
        labels: the value of each label, in the instrument's order.

    Raises:
        ValueError: there are more or fewer values than labels.
    """
    if len(labels) != len(instrument.labels):
        raise ValueError(f"{instrument.name} has the labels {instrument.labels}")
    return Measurement(instrument.name, value, labels)
