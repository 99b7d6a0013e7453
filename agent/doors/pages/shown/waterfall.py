"""Steps of a run as bars, one after another."""

from collections.abc import Mapping, Sequence

from foundation.model.base import FrozenModel

_WIDTH = 600


class Bar(FrozenModel):
    """One step.

    Attributes:
        step: its name.
        milliseconds: how long it took, if it was tried.
        start: where its bar begins, in units of a picture that is 600 wide.
        width: how long its bar is.
    """

    step: str
    milliseconds: float | None
    start: float
    width: float


def waterfall(steps: Sequence[str], timings: Mapping[str, float]) -> list[Bar]:
    """Return a bar for each step.

    Args:
        steps: the steps of the plan, in their order.
        timings: milliseconds by step; steps that are not planned, such as those of a failure, come last.
    """
    names = list(dict.fromkeys([*steps, *timings]))
    total = sum(timings.values()) or 1.0
    bars, begun = [], 0.0
    for name in names:
        took = timings.get(name)
        width = (took or 0.0) / total * _WIDTH
        bars.append(Bar(step=name, milliseconds=took, start=round(begun, 1), width=round(max(width, 1.0), 1)))
        begun += width
    return bars
