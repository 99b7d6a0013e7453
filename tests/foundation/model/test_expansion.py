"""Variables that refer to each other stand in an order in which they can be filled in."""

import pytest

from foundation.model.kubernetes.environment import EnvironmentVariable
from foundation.model.kubernetes.expansion import circles, in_order, referred_names


def variables(**values: str) -> list[EnvironmentVariable]:
    return [EnvironmentVariable(name=name, value=value) for name, value in values.items()]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("$(A)-$(B)$(A)", ["A", "B"]),
        ("$$(A) $$$(B)", ["B"]),
        ("$A ${B} $(", []),
        ("$(A", []),
    ],
)
def test_two_dollars_stand_for_one(text: str, names: list[str]) -> None:
    assert referred_names(text) == names


@pytest.mark.parametrize(
    ("given", "order"),
    [
        ({"Z": "", "A": "", "M": "$(A)"}, "ZAM"),
        ({"A": "$(C)$(B)", "B": "", "C": "$(B)"}, "BCA"),
        ({"A": "$(A)", "B": "$$(C)", "C": ""}, "ABC"),
        ({"A": "$(B)", "B": "$(A)"}, "BA"),
    ],
)
def test_each_stands_after_what_it_refers_to_and_where_it_stood_otherwise(given: dict[str, str], order: str) -> None:
    assert "".join(variable.name for variable in in_order(variables(**given))) == order


def test_circles_are_told_once_and_what_leads_into_one_is_none() -> None:
    given = variables(L="$(A)", A="$(B)", B="$(A)$(S)", S="$(S)", X="$(Y)", Y="$(Z)", Z="$(X)")
    assert list(circles(given)) == [("A", "B"), ("X", "Y", "Z")]
