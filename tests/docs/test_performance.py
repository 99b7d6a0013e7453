"""docs/performance.md shows what results.json holds, and results.json has every aim."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from benchmarks.chart import chart
from benchmarks.figures import Beside, Figure
from benchmarks.measures.growth import COMPONENTS, ENVIRONMENTS, VALUES
from benchmarks.measuring import Cost, median
from benchmarks.results import read_results
from benchmarks.tables import duration, figures_table, verdict
from tests.support.generation import ROOT

RESULTS = read_results()
FIGURES = {figure["name"]: figure for figure in RESULTS["figures"]}
#: What was asked for, in the unit of the figure; `times_faster_than_helm` is at least that, all others at most.
AIMS = {
    "times_faster_than_helm": 10,
    "warm_processor": 15,
    "batch": 8,
    "batch_again": 2.5,
    "generate_start": 0.5,
    "help": 8,
    "mcp_start": 1.2,
    "import": 3,
    "rules": 0.7,
    "brackets": 0.2,
}


def test_every_aim_has_its_figure() -> None:
    assert {name: FIGURES[name]["aim"] for name in AIMS} == AIMS


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_a_figure_says_itself_whether_its_aim_is_reached(figure: dict[str, object]) -> None:
    value, aim = figure["value"], figure["aim"]
    if not isinstance(aim, int | float):
        assert figure["reached"] is None
    else:
        assert isinstance(value, int | float)
        assert figure["reached"] is (value >= aim if str(figure["name"]).startswith("times_faster") else value <= aim)


def test_growth_has_all_its_sizes() -> None:
    sizes = {what: tuple(point["size"] for point in points) for what, points in RESULTS["growth"].items()}
    assert sizes == {"components": COMPONENTS, "environments": ENVIRONMENTS, "values": VALUES}


def test_the_verdict_names_each_aim_as_it_turned_out() -> None:
    reached, missed = verdict(RESULTS).splitlines()
    aimed = [figure for figure in FIGURES.values() if figure["aim"] is not None]
    for figure in aimed:
        assert (figure["what"] in reached, figure["what"] in missed) == (figure["reached"], not figure["reached"])
    assert reached.startswith("- Reached")
    assert missed.startswith("- Not reached")


def test_the_page_shows_every_figure_in_its_words() -> None:
    page = (ROOT / "docs" / "performance.md").read_text()
    for figure in FIGURES.values():
        assert f"| {figure['what']} | **" in page
        assert duration(figure["cost"]["wall"]) in page


def test_the_chart_has_a_line_for_each_cost_with_a_point_for_each_size() -> None:
    lines = re.findall(r'<polyline [^>]*points="([^"]+)"', (ROOT / "docs" / "performance.svg").read_text())
    assert [len(line.split()) for line in lines] == [len(points) for points in RESULTS["growth"].values() for _ in "wp"]
    ElementTree.fromstring(chart(RESULTS))


def test_a_figure_beside_another() -> None:
    cost, other = Cost(3.0, 2.0, 50.0, 5), Cost(1.5, 1.0)
    figure = Figure("x", "ours ÷ theirs", cost, 2.0, "x", Beside("theirs", other), aim=1)
    assert (figure.ratio, figure.reached) == (2.0, False)
    table = figures_table({"figures": [figure.as_data()]})
    row = "| ours ÷ theirs | **2.0 x** | ≤ 1 x, not reached | 3.00 s | 2.00 s | 50 MB | theirs: 1.50 s | 2.00 |"
    assert table.splitlines()[-1] == row


def test_the_median_of_costs_is_taken_part_by_part() -> None:
    costs = [Cost(1, 9, 10), Cost(2, 8, None), Cost(9, 1, 30)]
    assert median(costs) == Cost(2, 8, 20, 3)
