"""Real services reach each other after an import as before: by Services, by NetworkPolicies and by name."""

from pathlib import Path

import pytest

from agent.bootstrap import Agent
from agent.importing.manner import Manner
from agent.use_cases.import_ import import_all
from tests.importing.compiling import compile_text, objects_in_text
from tests.importing.measuring import CORPUS, SAID
from tests.importing.reaching import led_to, let_in, named

SEVERAL = {"bank-ledger", "shop-with-policies", "workflow-workers"}
FILES = [path for path in CORPUS if path.stem in SEVERAL]


@pytest.mark.parametrize("choice", ["own", "keep"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_who_reaches_whom_stays(agent: Agent, path: Path, choice: str) -> None:
    before = objects_in_text(path.read_text(encoding="utf-8"))
    manner = Manner.model_validate({"namespace": choice})
    imported = import_all([str(path)], None, SAID, agent.library, manner=manner)
    after = [item for bundle in imported for item in compile_text(agent, bundle.text).values()]
    assert {name: found for name, found in led_to(after).items() if name in led_to(before)} == led_to(before)
    restricted = {name for name, _ in let_in(before, {item["metadata"]["name"] for item in before})}
    assert let_in(after, restricted) == let_in(before, restricted)
    assert named(before) <= named(after)


def test_the_comparison_sees_something() -> None:
    shop = next(path for path in FILES if path.stem == "shop-with-policies")
    objects = objects_in_text(shop.read_text(encoding="utf-8"))
    assert led_to(objects)["reviews"] == {"reviews-v1", "reviews-v2"}
    assert let_in(objects, {"catalog", "db"}) == {
        *(("catalog", caller) for caller in ("front", "reviews-v1", "reviews-v2")),
        *(("db", caller) for caller in ("catalog", "reviews-v1", "reviews-v2")),
    }
    assert named(objects) >= {("front", "catalog"), ("front", "reviews"), ("catalog", "db"), ("reviews-v2", "db")}
