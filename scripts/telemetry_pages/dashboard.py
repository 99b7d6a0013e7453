"""The Grafana dashboard of deploy/grafana/: every instrument, and how the objectives stand."""

import json
from typing import Any, NamedTuple

from agent.telemetry.instruments import (
    DURATION,
    FAILURES,
    FINDINGS,
    GENERATIONS,
    MODEL_CALLS,
    MODEL_COST,
    MODEL_TOKENS,
    OUTBOX,
    QUEUE,
    RETRIES,
    STEP_DURATION,
)
from scripts.telemetry_pages.objectives import ERROR_BUDGET, MOST_QUEUED, MOST_WAITING, SLOW, SLOW_BUDGET
from scripts.telemetry_pages.queries import GENERATED, hit_share, increase, outside_share, quantile, rate, slow_share

PATH = "deploy/grafana/infra-engineer.json"
_WINDOW = "$__rate_interval"
_SOURCE = {"type": "prometheus", "uid": "${datasource}"}
#: Columns of a row of a dashboard.
_COLUMNS = 24


class Panel(NamedTuple):
    """One panel.

    Attributes:
        title: its title.
        queries: queries, by what their series are called.
        kind: Grafana's kind of panel.
        unit: Grafana's unit.
        width: columns.
        red_from: value that is shown in red, and all beyond it.
        is_good_high: whether higher is better, so that red is below.
    """

    title: str
    queries: dict[str, str]
    kind: str = "timeseries"
    unit: str = "short"
    width: int = 12
    red_from: float | None = None
    is_good_high: bool = False


PANELS = (
    Panel(
        "Availability, 30 days",
        {"": f"1 - ({outside_share('30d')})"},
        "stat",
        "percentunit",
        6,
        1 - ERROR_BUDGET,
        is_good_high=True,
    ),
    Panel(
        f"Within {SLOW:g} s, 30 days",
        {"": f"1 - ({slow_share(SLOW, '30d')})"},
        "stat",
        "percentunit",
        6,
        1 - SLOW_BUDGET,
        is_good_high=True,
    ),
    Panel("Events that wait for a channel", {"": f"sum (max by (channel) ({OUTBOX.family}))"}, "stat", "short", 6, 1),
    Panel(
        "Events that wait for a worker", {"": f"sum (max by (queue) ({QUEUE.family}))"}, "stat", "short", 6, MOST_QUEUED
    ),
    Panel("Runs", {"{{kind}} {{status}}": rate(GENERATIONS, _WINDOW, by="kind, status")}, unit="ops"),
    Panel("Failures", {"{{failure}} ({{fault}})": increase(FAILURES, _WINDOW, by="failure, fault")}),
    Panel(
        "Duration of runs",
        {f"p{share * 100:g}": quantile(share, DURATION, _WINDOW, GENERATED) for share in (0.5, 0.95, 0.99)},
        unit="s",
    ),
    Panel("Duration of steps, p95", {"{{step}}": quantile(0.95, STEP_DURATION, _WINDOW, by="step")}, unit="s"),
    Panel(
        "Findings of the gate",
        {"{{code}} ({{severity}})": f"topk(10, {increase(FINDINGS, '$__range', by='code, severity')})"},
        "bargauge",
    ),
    Panel("Steps tried again", {"{{step}}": increase(RETRIES, _WINDOW, by="step")}),
    Panel("What earlier runs left was of use", {"{{cache}}": hit_share(_WINDOW)}, unit="percentunit"),
    Panel("Tokens", {"{{direction}}": increase(MODEL_TOKENS, _WINDOW, by="direction")}, width=6),
    Panel(
        "Calls of models and what they cost",
        {"calls": increase(MODEL_CALLS, _WINDOW), "US dollars": increase(MODEL_COST, _WINDOW)},
        width=6,
    ),
    Panel("Outbox", {"{{channel}}": f"max by (channel) ({OUTBOX.family})"}, red_from=MOST_WAITING),
    Panel("Queue", {"{{queue}}": f"max by (queue) ({QUEUE.family})"}, red_from=MOST_QUEUED),
)


def dashboard() -> str:
    """Return the file."""
    content = {
        "title": "Infrastructure Engineer Agent",
        "uid": "infra-engineer",
        "description": "Written by `make docs` from scripts/telemetry_pages/dashboard.py.",
        "tags": ["infra-engineer"],
        "schemaVersion": 39,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {
            "list": [{"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"}]
        },
        "panels": _placed(),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _placed() -> list[dict[str, Any]]:
    placed, x, y = [], 0, 0
    for number, panel in enumerate(PANELS, start=1):
        height = 4 if panel.kind == "stat" else 8
        if x + panel.width > _COLUMNS:
            x, y = 0, y + placed[-1]["gridPos"]["h"]
        placed.append(_panel(number, panel, {"x": x, "y": y, "w": panel.width, "h": height}))
        x += panel.width
    return placed


def _panel(number: int, panel: Panel, position: dict[str, int]) -> dict[str, Any]:
    targets = [
        {"refId": chr(ord("A") + index), "expr": query, "legendFormat": legend or "__auto", "datasource": _SOURCE}
        for index, (legend, query) in enumerate(panel.queries.items())
    ]
    defaults: dict[str, Any] = {"unit": panel.unit, "thresholds": {"mode": "absolute", "steps": _thresholds(panel)}}
    if panel.unit == "percentunit":
        defaults |= {"max": 1, "decimals": 2}
    return {
        "id": number,
        "title": panel.title,
        "type": panel.kind,
        "datasource": _SOURCE,
        "gridPos": position,
        "fieldConfig": {"defaults": defaults, "overrides": []},
        "targets": targets,
    }


def _thresholds(panel: Panel) -> list[dict[str, Any]]:
    if panel.red_from is None:
        return [{"color": "green", "value": None}]
    low, high = ("red", "green") if panel.is_good_high else ("green", "red")
    return [{"color": low, "value": None}, {"color": high, "value": panel.red_from}]
