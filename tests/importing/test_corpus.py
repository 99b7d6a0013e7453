"""Manifests in the style of public projects: nothing is lost without a word, and the share on the page is real."""

import re

import pytest

from agent.bootstrap import Agent
from tests.importing.measuring import CORPUS, Measured, measure, table
from tests.support.generation import ROOT


@pytest.fixture(scope="module")
def measured(agent: Agent) -> list[Measured]:
    return [measure(agent, path) for path in CORPUS]


def test_whatever_is_lost_is_reported(measured: list[Measured]) -> None:
    assert {one.name: one.unreported for one in measured if one.unreported} == {}


def test_the_page_shows_the_measured_share(measured: list[Measured]) -> None:
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"<!-- corpus -->\n(.*?)<!-- end -->", page, re.DOTALL)
    assert shown == table(measured)
