"""Parents by W3C trace context, from whatever carries them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.telemetry.parents import Parent, current_parent, parent_context, parent_of

GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
OTHER = "00-11111111111111111111111111111111-2222222222222222-00"


@pytest.mark.parametrize("name", ["traceparent", "Traceparent", "TRACEPARENT"])
def test_a_parent_is_found_in_any_carrier(name: str) -> None:
    assert parent_of({name: f" {GOOD} ", "tracestate": "a=1", "authorization": "x"}) == Parent(
        traceparent=GOOD, tracestate="a=1"
    )


@pytest.mark.parametrize(
    "value",
    [
        "",
        "hello",
        GOOD.upper(),
        GOOD + "-more",
        "ff" + GOOD[2:],
        GOOD.replace("0af7651916cd43dd8448eb211c80319c", "0" * 32),
        GOOD.replace("b7ad6b7169203331", "0" * 16),
        GOOD + "\r\nX-Evil: 1",
        "cc" + GOOD[2:] + "-" + "x" * 1_000_000,
        7,
        None,
        [GOOD],
    ],
)
def test_what_is_no_parent_is_as_if_it_were_not_there(value: object) -> None:
    assert parent_of({"traceparent": value}) is None


@pytest.mark.parametrize("state", ["x" * 513, "ü=1", 7])
def test_a_state_that_is_none_is_left_out(state: object) -> None:
    assert parent_of({"traceparent": GOOD, "tracestate": state}) == Parent(traceparent=GOOD)


def test_a_later_version_may_say_more() -> None:
    later = "01" + GOOD[2:] + "-what.comes"
    assert parent_of({"traceparent": later}) == Parent(traceparent=later)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=80) | st.integers() | st.none()))
def test_no_carrier_is_too_strange(carrier: dict[str, object]) -> None:
    parent_of({**carrier, "traceparent": carrier.get("traceparent", "x")})


def test_a_request_goes_before_the_process_and_ends_with_its_block(monkeypatch: pytest.MonkeyPatch) -> None:
    assert current_parent() is None
    monkeypatch.setenv("TRACEPARENT", OTHER)
    assert current_parent() == Parent(traceparent=OTHER)
    with parent_context({"traceparent": GOOD}):
        assert current_parent() == Parent(traceparent=GOOD)
    with parent_context({}):  # a server's own parent is that of none of its requests
        assert current_parent() is None
    assert current_parent() == Parent(traceparent=OTHER)
