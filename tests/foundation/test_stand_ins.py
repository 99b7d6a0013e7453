"""Stand-ins are there while a library is imported, and do what the real thing does."""

import sys

import pytest

from foundation.stand_ins import module, package, standing_in


@pytest.fixture(autouse=True)
def unloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two modules of the standard library that hardly anybody uses."""
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    monkeypatch.delitem(sys.modules, "fractions", raising=False)


def test_a_stand_in_is_gone_afterwards_and_loads_what_is_asked_of_it() -> None:
    with standing_in(module("colorsys")):
        import colorsys as held
    assert "colorsys" not in sys.modules
    assert pytest.approx(1 / 3) == held.ONE_THIRD
    assert sys.modules["colorsys"] is not held
    with pytest.raises(AttributeError, match="nothing"):
        _ = held.nothing


def test_what_is_wanted_at_once_is_loaded_at_once() -> None:
    with standing_in(module("colorsys")):
        from colorsys import ONE_THIRD
    assert pytest.approx(1 / 3) == ONE_THIRD
    assert "colorsys" in sys.modules


def test_what_is_loaded_already_needs_no_stand_in() -> None:
    import colorsys

    with standing_in(module("colorsys")):
        assert sys.modules["colorsys"] is colorsys


def test_a_class_makes_and_knows_the_real_instances() -> None:
    with standing_in(module("fractions", "Fraction")):
        from fractions import Fraction as Held
    assert not isinstance(1, Held)
    assert "fractions" not in sys.modules
    half = Held(1, 2)
    assert type(half) is sys.modules["fractions"].Fraction
    assert isinstance(half, Held)
    assert not isinstance(1, Held)
    assert Held.from_float(0.5) == half


def test_a_package_that_is_not_installed() -> None:
    with pytest.raises(ModuleNotFoundError, match="nowhere is not installed"):
        package("nowhere")
