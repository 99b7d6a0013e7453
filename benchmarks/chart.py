"""Draws docs/performance.svg: how cost grows, from results.json alone."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _TOP = 760, 300, 56, 34
_PANEL, _GAP = 190, 50
_TITLES = {
    "components": "components (whole process)",
    "environments": "environments (one component)",
    "values": "env values (one component)",
}
#: Text and lines have to be seen on white and on black pages.
_STYLE = "text{font:11px sans-serif;fill:#777}line{stroke:#999;stroke-width:.5}"
_WALL, _PROCESSOR = "#2f7ed8", "#e2711d"


def chart(results: Mapping[str, Any]) -> str:
    """Return the chart as SVG: a panel for each thing that grows, both axes in powers of ten."""
    panels = "".join(_panel(number, what, points) for number, (what, points) in enumerate(results["growth"].items()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">\n'
        f"<title>How cost grows</title>\n<style>{_STYLE}</style>\n{_legend()}{panels}</svg>\n"
    )


def _legend() -> str:
    entries = ((_WALL, "seconds, wall"), (_PROCESSOR, "seconds, processor"))
    return "".join(
        f'<circle cx="{_LEFT + 150 * number}" cy="12" r="4" fill="{colour}"/>'
        f'<text x="{_LEFT + 10 + 150 * number}" y="16">{said}</text>\n'
        for number, (colour, said) in enumerate(entries)
    )


def _panel(number: int, what: str, points: Sequence[Mapping[str, Any]]) -> str:
    left, bottom = _LEFT + number * (_PANEL + _GAP), _HEIGHT - 50
    sizes = [point["size"] for point in points]
    seconds = [point[cost] for point in points for cost in ("wall", "processor")]
    across = _Scale(sizes, left, left + _PANEL)
    upward = _Scale(seconds, bottom, _TOP)
    lines = "".join(
        f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{_path(points, cost, across, upward)}"/>\n'
        for colour, cost in ((_WALL, "wall"), (_PROCESSOR, "processor"))
    )
    grid = "".join(_marks(across, upward, left, bottom, sizes))
    return f'{grid}{lines}<text x="{left}" y="{_HEIGHT - 12}">{_TITLES[what]}</text>\n'


def _marks(across: "_Scale", upward: "_Scale", left: int, bottom: int, sizes: Sequence[float]) -> Iterator[str]:
    for power in upward.powers:
        y, said = upward.place(power), f"{power:g}"
        yield f'<line x1="{left}" x2="{left + _PANEL}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{said}</text>\n'
    for size in sizes:
        yield f'<text x="{across.place(size):.1f}" y="{bottom + 16}" text-anchor="middle">{size}</text>\n'


def _path(points: Sequence[Mapping[str, Any]], cost: str, across: "_Scale", upward: "_Scale") -> str:
    return " ".join(f"{across.place(point['size']):.1f},{upward.place(point[cost]):.1f}" for point in points)


class _Scale:
    """Places numbers on a line by their logarithms.

    Args:
        numbers: the numbers, all above zero; the line goes from the power of ten below them to that above.
        start: where the line begins.
        end: where it ends.
    """

    def __init__(self, numbers: Sequence[float], start: float, end: float) -> None:
        self._low = math.floor(math.log10(min(numbers)))
        self._high = max(math.ceil(math.log10(max(numbers))), self._low + 1)
        self._start, self._end = start, end

    @property
    def powers(self) -> list[float]:
        """The powers of ten on the line."""
        return [10.0**power for power in range(self._low, self._high + 1)]

    def place(self, number: float) -> float:
        """Return where a number is."""
        share = (math.log10(number) - self._low) / (self._high - self._low)
        return self._start + share * (self._end - self._start)
