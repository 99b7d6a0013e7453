"""docs/pipelines.md names every value that texts of pipeline templates may name, and every template."""

import re

import yaml

from plugins.pipeline_builder import context
from tests.support.generation import ROOT

PAGE = (ROOT / "docs" / "pipelines.md").read_text(encoding="utf-8")


def test_the_page_names_every_value() -> None:
    table = PAGE.partition("<!-- values -->")[2].partition("<!-- end of the values -->")[0]
    told = {name for row in re.findall(r"(?m)^\| (`.*?) \|", table) for name in re.findall(r"`(\w+)`", row)}
    source = (ROOT / "plugins" / "pipeline_builder" / "context.py").read_text(encoding="utf-8")
    assert context.values_for.__doc__
    assert told == set(re.findall(r'(?m)^        "(\w+)": ', source))


def test_the_page_names_every_template_with_its_strategies() -> None:
    catalog = yaml.safe_load((ROOT / "templates" / "catalog.yaml").read_text(encoding="utf-8"))["pipelines"]
    rows = re.findall(r"(?m)^\| `([\w-]+-v\d+)` \| ([\w-]+) \| .*? \| ([\w, ]+) \|$", PAGE)
    assert {name: (target, strategies.split(", ")) for name, target, strategies in rows} == {
        name: (entry["target"], entry.get("strategies", ["runOnce"])) for name, entry in catalog.items()
    }
