"""Whether a model may be asked decides whether runs may be shared among processes."""

import pytest

from agent.planning.model_use import may_ask
from foundation.model.run.request import Options
from foundation.source.bundle import read_bundles
from tests.support.generation import EXAMPLES

REQUESTS = [
    source.request(Options())
    for name in ("minimal", "order-service")
    for source in read_bundles((EXAMPLES / f"{name}.yaml").read_bytes(), name)
]


@pytest.mark.parametrize(
    ("provider", "planner", "review", "covered", "asked"),
    [
        ("none", "deterministic", False, set(), False),
        ("none", "model", True, set(), False),
        ("openai", "deterministic", False, {"Ping", "OrderService"}, False),
        ("openai", "deterministic", False, {"Ping"}, True),
        ("openai", "model", False, {"Ping", "OrderService"}, True),
        ("openai", "deterministic", True, {"Ping", "OrderService"}, True),
    ],
)
def test_who_may_ask(provider: str, planner: str, review: bool, covered: set[str], asked: bool) -> None:
    found = may_ask(
        REQUESTS,
        provider=provider,
        planner=planner,
        review=review,
        covers=lambda bundle: bundle.component.name in covered,
    )
    assert found is asked
