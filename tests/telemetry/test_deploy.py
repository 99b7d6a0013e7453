"""Dashboards and alert rules ask for what is measured, and leave nothing out."""

import json
import re

import pytest
import yaml

from agent.telemetry.instruments import INSTRUMENTS, Instrument
from scripts.telemetry_pages.objectives import OBJECTIVES
from tests.support.generation import ROOT

DASHBOARD = json.loads((ROOT / "deploy/grafana/infra-engineer.json").read_text())
RULES = [
    rule
    for group in yaml.safe_load((ROOT / "deploy/prometheus/infra-engineer.rules.yaml").read_text())["groups"]
    for rule in group["rules"]
]
QUERIES = [
    *(target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]),
    *(rule["expr"] for rule in RULES),
    *(objective.measured for objective in OBJECTIVES),
]
#: What a name in a query may be besides a metric: functions and words of PromQL.
WORDS = {
    *("sum", "max", "by", "and", "or", "vector", "rate", "increase", "histogram_quantile", "topk"),
    *("min_over_time", "max_over_time"),
}


def series(instrument: Instrument) -> dict[str, set[str]]:
    """Return the names that Prometheus has of an instrument, with their labels."""
    labels = set(instrument.labels)
    if instrument.kind != "histogram":
        return {instrument.family: labels}
    return {
        f"{instrument.family}_{end}": labels | ({"le"} if end == "bucket" else set()) for end in ("bucket", "count")
    }


SERIES = {name: labels for instrument in INSTRUMENTS for name, labels in series(instrument).items()}


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_asks_for_what_is_measured(query: str) -> None:
    asked = set(re.findall(r"infragen_\w+", query))
    assert asked
    assert asked <= SERIES.keys()
    known = set().union(*(SERIES[name] for name in asked))
    for name, selector in re.findall(r"(infragen_\w+)\{(.*?)\}", query):
        assert set(re.findall(r"(\w+)=~?\"", selector)) <= SERIES[name]
    for kept in re.findall(r"by \((.*?)\)", query):
        assert set(kept.split(", ")) <= known
    plain = re.sub(r"\{.*?\}|\[.*?\]|by \(.*?\)|\$__\w+|infragen_\w+", "", query)
    assert set(re.findall(r"[a-z_]{2,}", plain)) <= WORDS
    assert plain.count("(") == plain.count(")")


def test_every_instrument_is_on_the_dashboard() -> None:
    shown = " ".join(target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"])
    assert [one.name for one in INSTRUMENTS if one.family not in shown] == []


def test_panels_do_not_lie_over_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {(place["x"] + column, place["y"] + line) for column in range(place["w"]) for line in range(place["h"])}
        assert not cells & taken
        assert place["x"] + place["w"] <= 24
        taken |= cells


def test_alerts_are_named_once_and_say_what_to_do() -> None:
    assert len({rule["alert"] for rule in RULES}) == len(RULES)
    page = (ROOT / "docs/sla.md").read_text()
    for rule in RULES:
        assert rule["annotations"].keys() == {"summary", "description", "runbook"}
        assert rule["labels"]["severity"] in ("page", "ticket")
        anchor = rule["annotations"]["runbook"].partition("#")[2]
        assert anchor in [heading.lower() for heading in re.findall(r"^## (\w+)$", page, re.MULTILINE)]
    subjects = {name for rule in RULES for name in re.findall(r"infragen_\w+", rule["expr"])}
    assert subjects >= {
        "infragen_failures_total",
        "infragen_generation_duration_seconds_bucket",
        "infragen_queue_lag",
        "infragen_outbox_depth",
    }
