"""The tables of docs/performance.md and of the terminal, from results.json alone."""

from collections.abc import Mapping
from typing import Any

_GROWS = {
    "components": ("components of one environment each", "the whole process"),
    "environments": ("environments of a component", "a component, warm"),
    "values": ("environment variables of a component with three environments", "a component, warm"),
}


def figures_table(results: Mapping[str, Any]) -> str:
    """Return the figures as Markdown."""
    rows = ["| what | figure | aim | wall | processor | peak | beside | ratio |", "|---|---|---|---|---|---|---|---|"]
    return "\n".join([*rows, *(_figure(figure) for figure in results["figures"])]) + "\n"


def growth_tables(results: Mapping[str, Any]) -> str:
    """Return how cost grows as Markdown, a table for each thing that grows."""
    return "\n".join(_grown(what, points) for what, points in results["growth"].items())


def machine_line(results: Mapping[str, Any]) -> str:
    """Return what the figures were measured on."""
    machine = results["machine"]
    return "{processors} processors ({architecture}), {system}, Python {python}".format_map(machine)


def verdict(results: Mapping[str, Any]) -> str:
    """Return which aims are reached and which are not, as a Markdown list."""
    aimed = [figure for figure in results["figures"] if figure["aim"] is not None]
    lines = []
    for title, reached in (("Reached", True), ("Not reached", False)):
        found = [_told(figure) for figure in aimed if figure["reached"] is reached]
        lines.append(f"- {title}, {len(found)} of {len(aimed)} aims: {'; '.join(found) or 'none'}.")
    return "\n".join(lines) + "\n"


def duration(seconds: float) -> str:
    """Return a time as people write it."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"


def _figure(figure: Mapping[str, Any]) -> str:
    cost, beside = figure["cost"], figure["beside"]
    cells = [
        figure["what"],
        f"**{_value(figure['value'], figure['unit'])}**",
        _aim(figure),
        duration(cost["wall"]),
        duration(cost["processor"]),
        _peak(cost["peak"]),
        f"{beside['what']}: {duration(beside['cost']['wall'])}" if beside else "",
        f"{figure['ratio']:.2f}" if figure["ratio"] is not None else "",
    ]
    return "| " + " | ".join(cells) + " |"


def _value(value: float, unit: str) -> str:
    return f"{value:.1f} x" if unit == "x" else f"{value:.1f} ms" if unit == "ms" else f"{value:.2f} s"


def _told(figure: Mapping[str, Any]) -> str:
    return f"{figure['what']} ({_value(figure['value'], figure['unit'])}, aim {_bound(figure)})"


def _aim(figure: Mapping[str, Any]) -> str:
    if figure["aim"] is None:
        return ""
    return f"{_bound(figure)}{'' if figure['reached'] else ', not reached'}"


def _bound(figure: Mapping[str, Any]) -> str:
    bound = "≥" if figure["name"].startswith("times_faster") else "≤"
    unit = {"x": " x", "ms": " ms", "s": " s"}[figure["unit"]]
    return f"{bound} {figure['aim']:g}{unit}"


def _peak(peak: float | None) -> str:
    return f"{peak:.0f} MB" if peak is not None else ""


def _grown(what: str, points: list[Mapping[str, Any]]) -> str:
    title, of = _GROWS[what]
    rows = [f"| {title} | wall, {of} | processor | peak | wall of one |", "|---|---|---|---|---|"]
    for point in points:
        each = duration(point["wall"] / point["size"])
        cells = [str(point["size"]), duration(point["wall"]), duration(point["processor"]), _peak(point["peak"]), each]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"
