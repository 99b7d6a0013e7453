"""Whether the prompts tell what is judged: drafters that know only a request's text and schema have to succeed."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from agent.bootstrap import build_examiners, builtin_prompts
from agent.evaluation.loading import load_cases
from agent.evaluation.outcome import CaseResult
from agent.evaluation.reports.table import results_text
from agent.evaluation.run import Evaluation, Matrix
from agent.evaluation.sources import LiveModels
from agent.evaluation.summary import summarise
from agent.settings import Settings
from foundation.language_model.scripted import STAND_IN, ScriptedChat
from foundation.prompting.library import PromptLibrary
from tests.support.drafters import follows_the_rules, sloppy
from tests.support.rehearsals import remembered

#: More questions than any case asks.
ROUNDS = 8


@pytest.fixture(scope="module", autouse=True)
def rehearsed_once() -> Iterator[None]:
    """Both drafters end at the same drafts."""
    with remembered():
        yield


def evaluated(drafter: Callable[[Any], str]) -> list[CaseResult]:
    library = PromptLibrary([builtin_prompts()])
    source = LiveModels(lambda _: ScriptedChat([drafter] * ROUNDS))
    matrix = Matrix([library.prompt("expansion")], [STAND_IN], load_cases(library.folder("expansion")))
    return asyncio.run(Evaluation(library, source, build_examiners(Settings())["expansion"]).run(matrix))


def repairs(results: list[CaseResult]) -> dict[str, int | None]:
    """Return how often each case was asked again until its draft passed; ``None`` if none did."""
    return {
        result.case: len(result.outcome.repairs) if result.outcome.examination.passed else None
        for result in results
        if result.outcome is not None and result.outcome.examination is not None
    }


def test_who_follows_the_text_is_accepted_at_the_first_try() -> None:
    found = repairs(evaluated(follows_the_rules))
    assert len(found) >= 45
    refused = {case: count for case, count in found.items() if count != 0}
    assert len(refused) <= 0.05 * len(found), refused


def test_who_follows_the_text_drafts_what_the_data_sets_expect() -> None:
    wrong = [
        (result.case, entry.name, entry.reason)
        for result in evaluated(follows_the_rules)
        for entry in result.assertions
        if entry.status == "failed"
    ]
    assert wrong == []


def test_who_follows_it_sloppily_is_accepted_within_two_repairs() -> None:
    results = evaluated(sloppy)
    found = repairs(results)
    late = {case: count for case, count in found.items() if count is None or count > 2}
    assert len(late) <= 0.2 * len(found), late
    # Nobody is accepted whose answer is no draft: the gate waits for one that is.
    assert Counter(found.values())[0] == 0
    (row,) = summarise(results)
    assert (row.drafts, row.first) == (len(found), 0)
    assert row.accepted >= 0.8 * len(found)
    assert row.refusals["draft-not-json"] == len(found)
    assert "refused because of" in results_text(results, plain=False)
