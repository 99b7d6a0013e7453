import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from agent.evaluation.examiner import Question
from agent.evaluation.loading import load_cases
from agent.evaluation.outcome import CaseResult, Examination
from agent.evaluation.run import Evaluation, Matrix
from agent.evaluation.sources import LiveModels, Recorder, Recordings
from agent.evaluation.summary import fault_of, summarise
from foundation.language_model.budget import Budget, BudgetLimits
from foundation.language_model.errors import BudgetExceededError, ModelUnavailableError
from foundation.language_model.model import LanguageModel
from foundation.language_model.scripted import ScriptedChat
from foundation.language_model.store import RecordingStore
from foundation.model.conversation import Answer, Message, ModelIdentity, TokenUsage
from foundation.model.errors import InputError, Problem
from foundation.prompting.library import PromptLibrary

Library = Callable[[], PromptLibrary]
MODEL = ModelIdentity(provider="openai", model="gpt-4o", base_url="https://models.example.com")
OTHER = MODEL.model_copy(update={"model": "other"})
USAGE = TokenUsage(input_tokens=100, output_tokens=10)
DOWN = ModelUnavailableError(Problem(code="model-timeout", message="silence", remedy="Wait."), "timeout")


def matrix(library: PromptLibrary, *, versions: tuple[int, ...] = (1,), **changes: Any) -> Matrix:
    prompts = [library.prompt("small", version) for version in versions]
    return Matrix(prompts, **{"models": [MODEL], "cases": load_cases(library.folder("small")), **changes})


def store(library: PromptLibrary) -> RecordingStore:
    return RecordingStore(library.folder("small") / "recordings")


def echo(request: Any) -> Answer:
    return Answer(text=request.messages[-1]["content"], usage=USAGE)


def record(library: PromptLibrary, *lines: Any, **changes: Any) -> list[CaseResult]:
    chat = ScriptedChat(lines or [echo] * 20, MODEL)
    ticks = iter(range(1000))
    recorder = Recorder(store(library), lambda _identity, _subject: chat, clock=lambda: float(next(ticks)))
    return asyncio.run(Evaluation(library, recorder, None).run(matrix(library, **changes)))


def replay(library: PromptLibrary, **changes: Any) -> list[CaseResult]:
    return asyncio.run(Evaluation(library, Recordings(store(library)), None).run(matrix(library, **changes)))


def statuses(results: list[CaseResult]) -> list[str]:
    return [result.status for result in results]


def test_recorded_answers_are_judged_the_same_way_again(library: Library) -> None:
    recorded, replayed = record(library()), replay(library())
    assert statuses(recorded) == statuses(replayed) == ["passed", "passed"]
    (row,) = summarise(replayed)
    assert (row.rate, row.always, row.cases, row.tokens, row.cost) == (1.0, 2, 2, 220, 0.004)
    assert row.seconds > 0
    assert fault_of(replayed) is None


def test_a_wrong_answer_fails_and_says_why(library: Library) -> None:
    record(library(), echo, "something else")
    first, second = replay(library())
    assert (first.status, second.status) == ("passed", "failed")
    assert [(entry.name, entry.status) for entry in second.assertions] == [
        ("complete", "passed"),
        ("contains", "failed"),
    ]
    assert fault_of([first, second]) == "gate"


def test_an_edited_prompt_is_stale_and_not_failed(library: Library, workshop: Path) -> None:
    record(library())
    path = workshop / "small" / "v1.yaml"
    path.write_text(path.read_text().replace("Say", "Sing"))
    results = replay(library())
    assert statuses(results) == ["stale", "stale"]
    assert "-Say one." in results[0].problems[0].message
    assert fault_of(results) == "gate"
    (row,) = summarise(results)
    assert (row.rate, row.failed, row.stale) == (None, 0, 2)


def test_a_new_version_has_no_recordings_yet(library: Library) -> None:
    record(library())
    results = replay(library(), versions=(1, 2))
    assert statuses(results) == ["passed", "passed", "missing", "missing"]
    assert [(row.version, row.missing) for row in summarise(results)] == [(1, 0), (2, 2)]


def test_models_have_columns_of_their_own(library: Library) -> None:
    record(library())
    results = replay(library(), models=[MODEL, OTHER])
    assert [(row.model, row.passed, row.missing) for row in summarise(results)] == [("gpt-4o", 2, 0), ("other", 0, 2)]


def test_repetitions_show_what_is_not_reliable(library: Library) -> None:
    lines = [echo, "no", echo, echo, echo, echo]
    record(library(), *lines, repeat=3)
    results = replay(library(), repeat=3)
    assert statuses(results) == ["passed", "failed", "passed", "passed", "passed", "passed"]
    (row,) = summarise(results)
    assert (row.runs, row.passed, row.always, row.cases) == (6, 5, 1, 2)


def test_a_model_that_is_down_is_an_error_of_its_own(library: Library) -> None:
    chat = ScriptedChat([DOWN, echo], MODEL)
    evaluation = Evaluation(library(), LiveModels(lambda _: chat), None)
    results = asyncio.run(evaluation.run(matrix(library())))
    assert statuses(results) == ["error", "passed"]
    assert fault_of(results) == "outside"


def test_a_spent_budget_ends_everything(library: Library) -> None:
    budget = Budget(BudgetLimits(calls=0, tokens=0), library().prices)

    def spend(_: Any) -> str:
        budget.reserve("gpt-4o", TokenUsage())
        return ""

    evaluation = Evaluation(library(), LiveModels(lambda _: ScriptedChat([spend], MODEL)), None)
    with pytest.raises(BudgetExceededError):
        asyncio.run(evaluation.run(matrix(library())))


def test_nothing_is_asked_while_a_case_lacks_a_value(library: Library, workshop: Path) -> None:
    path = workshop / "small" / "evals" / "words.yaml"
    path.write_text(path.read_text().replace("{word: two}", "{wrd: two}"))
    chat = ScriptedChat([echo, echo], MODEL)
    evaluation = Evaluation(library(), LiveModels(lambda _: chat), None)
    with pytest.raises(InputError) as raised:
        asyncio.run(evaluation.run(matrix(library())))
    assert [(problem.code, problem.file, problem.line) for problem in raised.value.problems] == [
        ("prompt-value-unknown", str(path), 11),
        ("prompt-value-missing", str(path), 11),
    ]
    assert chat.asked == []


def test_recordings_that_nothing_asks_for_any_more_are_deleted(library: Library, workshop: Path) -> None:
    record(library())
    path = workshop / "small" / "v1.yaml"
    path.write_text(path.read_text().replace("Say", "Sing"))
    found = library()
    recorder = Recorder(store(found), lambda _identity, _subject: ScriptedChat([echo], MODEL))
    one_case = load_cases(found.folder("small"))[:1]
    asyncio.run(Evaluation(found, recorder, None).run(matrix(found, cases=one_case)))
    assert recorder.prune() == 1
    assert sorted(path.name.split(".")[0] for path in (workshop / "small").rglob("recordings/*/*/*")) == [
        "first",
        "second",
    ]
    assert statuses(replay(library())) == ["passed", "stale"]


class Repairing:
    """An examiner that asks the model a second time."""

    def form(self, question: Question | None) -> None:
        """No form is asked for."""

    async def arguments(self, question: Question) -> Mapping[str, Any]:
        return {"word": question.bundle.component.name}

    async def examine(self, question: Question, answer: Answer, model: LanguageModel) -> Examination:
        second = await model.ask([Message(role="user", text=f"again {answer.text}")])
        return Examination(draft={"text": second.text}, manifests={"dev/job.yaml": "kind: Job\n"})


def test_an_examiner_gives_values_and_repairs_are_replayed_too(library: Library, workshop: Path) -> None:
    bundle = "{component: {name: Ping, type: new, transport: http, container_image: a/b:1}}"
    (workshop / "small" / "evals" / "words.yaml").write_text(
        f"description: D.\nassert: [gate: true]\ncases:\n  - name: first\n    bundle: {bundle}\n"
    )
    chat = ScriptedChat(["one", "two"], MODEL)
    recorder = Recorder(store(library()), lambda _identity, _subject: chat)
    recorded = asyncio.run(Evaluation(library(), recorder, Repairing()).run(matrix(library())))
    replayed = asyncio.run(Evaluation(library(), Recordings(store(library())), Repairing()).run(matrix(library())))
    assert chat.asked[0].messages[-1]["content"] == "Say Ping."
    for (result,) in (recorded, replayed):
        assert result.status == "passed"
        assert result.outcome is not None
        assert result.outcome.examination is not None
        assert result.outcome.examination.draft == {"text": "two"}
