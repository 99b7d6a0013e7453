import asyncio
from collections.abc import Callable

import pytest

from foundation.language_model.budget import Budget, BudgetLimits
from foundation.language_model.errors import BudgetExceededError, ModelUnavailableError
from foundation.language_model.pricing import ModelPrice, PriceTable
from foundation.model.conversation import Message, TokenUsage
from foundation.model.errors import PermanentError
from tests.foundation.language_model.conftest import Connected
from tests.support.chat_server import Reply, completion, failure

PRICES = PriceTable(as_of="2025-01-01", models={"m": ModelPrice(input_per_million=2.0, output_per_million=10.0)})
QUESTION = [Message(role="user", text="What?")]
Connect = Callable[..., Connected]


def ask(found: Connected) -> str:
    return asyncio.run(found.model.ask(QUESTION, {"max_tokens": 50})).text


def test_the_price_of_a_model_with_a_date() -> None:
    usage = TokenUsage(input_tokens=1_000_000, output_tokens=100_000)
    assert PRICES.cost("m", usage) == PRICES.cost("m-2024-08-06", usage) == 3.0
    assert PRICES.cost("m-mini", usage) is None


def test_spending_is_counted() -> None:
    budget = Budget(BudgetLimits(calls=5, tokens=1000), PRICES)
    budget.reserve("m", TokenUsage())
    assert budget.settle("m", TokenUsage(input_tokens=100, output_tokens=10)) == pytest.approx(0.0003)
    assert budget.spending.model_dump() == {
        "calls": 1,
        "usage": {"input_tokens": 100, "output_tokens": 10},
        "cost": pytest.approx(0.0003),
    }


def test_calls_run_out(connected: Connect) -> None:
    found = connected(completion("1"), completion("2"), completion("3"), model_max_calls=2)
    assert [ask(found), ask(found)] == ["1", "2"]
    with pytest.raises(BudgetExceededError, match="2 calls are spent") as raised:
        ask(found)
    assert isinstance(raised.value, PermanentError)
    assert raised.value.problems[0].remedy.startswith("Raise INFRA_ENGINEER_MODEL_MAX_CALLS")
    assert len(found.server.requests) == 2


def test_repeated_attempts_count(connected: Connect) -> None:
    found = connected(failure(500, "x"), failure(500, "x"), completion("never"), model_max_calls=2)
    with pytest.raises(BudgetExceededError):
        ask(found)
    assert len(found.server.requests) == 2


def test_tokens_run_out_before_they_are_spent(connected: Connect) -> None:
    found = connected(completion("1", usage=(900, 50)), completion("never"), model_max_tokens=1000)
    assert ask(found) == "1"
    with pytest.raises(BudgetExceededError, match="950 of 1000 tokens are spent"):
        ask(found)
    assert len(found.server.requests) == 1


def test_money_runs_out_before_it_is_spent(connected: Connect) -> None:
    found = connected(completion("1", usage=(1000, 1000)), completion("never"), model_max_cost=0.0126)
    assert ask(found) == "1"
    assert found.spending.cost == pytest.approx(0.0125)
    with pytest.raises(BudgetExceededError, match=r"\$0.0125 of \$0.0126"):
        ask(found)


def test_a_model_without_a_price_cannot_keep_a_budget_in_dollars(connected: Connect) -> None:
    found = connected(completion("never"), model_name="of-our-own", model_provider="azure", model_api_key="k")
    with pytest.raises(BudgetExceededError) as raised:
        ask(found)
    assert raised.value.problems[0].code == "model-price-unknown"
    assert found.server.requests == []


def test_a_model_on_this_machine_needs_no_price(connected: Connect) -> None:
    found = connected(completion("ok"), model_name="of-our-own")
    assert ask(found) == "ok"
    assert (found.spending.calls, found.spending.usage.total, found.spending.cost) == (1, 120, 0.0)


def test_a_price_on_this_machine_counts_where_there_is_one(connected: Connect) -> None:
    found = connected(completion("ok"))
    assert ask(found) == "ok"
    assert found.spending.cost > 0


@pytest.mark.parametrize("changes", [{"model_max_cost": 0}, {"model_priced_as": "gpt-4o"}])
def test_what_to_do_about_it(connected: Connect, changes: dict[str, object]) -> None:
    found = connected(completion("ok"), model_name="of-our-own", **changes)
    assert ask(found) == "ok"


def test_an_endpoint_that_tells_no_usage_is_booked_with_what_was_expected(connected: Connect) -> None:
    found = connected(completion("ok", usage=None))
    assert ask(found) == "ok"
    assert found.spending.usage.output_tokens == 50
    assert found.spending.usage.input_tokens > 0


def test_silence_is_booked_with_what_was_expected(connected: Connect) -> None:
    found = connected(Reply(silent=True), model_timeout_seconds=0.2, model_retries=0)
    with pytest.raises(ModelUnavailableError):
        ask(found)
    assert (found.spending.calls, found.spending.usage.output_tokens) == (1, 50)


def test_what_the_endpoint_turned_away_costs_nothing(connected: Connect) -> None:
    found = connected(failure(429, "rate_limit_exceeded"), model_retries=0)
    with pytest.raises(ModelUnavailableError):
        ask(found)
    assert (found.spending.calls, found.spending.usage.total) == (1, 0)
