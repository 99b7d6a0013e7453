"""Conversations of several rounds, recorded and replayed: draft, findings, repair, gate."""

import asyncio
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import build_examiners, builtin_prompts
from agent.evaluation.loading import load_cases
from agent.evaluation.outcome import CaseResult
from agent.evaluation.run import Evaluation, Matrix
from agent.evaluation.sources import Recorder, Recordings
from agent.evaluation.summary import summarise
from agent.settings import Settings
from foundation.language_model.scripted import STAND_IN, Line, ScriptedChat
from foundation.language_model.store import RecordingStore
from foundation.model.conversation import Answer, TokenUsage
from foundation.model.errors import InputError
from foundation.prompting.library import PromptLibrary
from tests.support.drafting import draft

GOOD = draft(("Deployment", {}), ("Service", {}))
HOST = draft(("Deployment", {"template.spec.hostNetwork": True}), ("Service", {}))
WORSE = draft(("Deployment", {"template.spec.hostNetwork": True}), ("ClusterRole", {}))
WORST = draft(("Pod", {"template.spec.hostNetwork": True}), ("ClusterRole", {}), ("Secret", {}))
CANNOT = json.dumps({"objects": [], "cannot": "It needs the host's network."})
CASE = """\
description: One component.
assert: [{gate: true}, {complete: true}]
cases:
  - name: tile-renderer
    bundle:
      trace_id: trace-rounds-01
      blueprint_id: usecase-rounds
      component_scope: Maps
      component:
        name: TileRenderer
        type: tile-renderer
        transport: http
        container_image: ghcr.io/connectsoft/tile-renderer:1.3.0
        ports: [{name: http, port: 80, targetPort: 8080}]
"""
REFUSED = "    refused: {objects: [{kind: Deployment, spec: [{path: template.spec.hostPID, value: true}]}]}\n"


def newest(name: str) -> int:
    """Return the newest version of one of the project's prompts."""
    return PromptLibrary([builtin_prompts()]).versions(name)[-1]


NEWEST = newest("repair")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's prompts with one case for each of the two that draft, and no recordings."""
    folder = tmp_path / "prompts"
    for name in ("system", "drafting", "expansion", "repair"):
        (folder / name).mkdir(parents=True)
        shutil.copy(builtin_prompts() / name / f"v{newest(name)}.yaml", folder / name)
    shutil.copy(builtin_prompts() / "prices.yaml", folder)
    for name, text in (("expansion", CASE), ("repair", CASE + REFUSED)):
        (folder / name / "evals").mkdir()
        (folder / name / "evals" / "one.yaml").write_text(text)
    monkeypatch.setenv("INFRA_ENGINEER_PROMPT_PATH", str(folder))
    return folder


def run(shop: Path, name: str, source: Callable[[RecordingStore], Any], versions: Sequence[int] = (NEWEST,)) -> Any:
    library = PromptLibrary([shop])
    matrix = Matrix([library.prompt(name, version) for version in versions], [STAND_IN], load_cases(shop / name))
    examiner = build_examiners(Settings(prompt_path=str(shop))).get(name)
    store = RecordingStore(shop / name / "recordings")
    return asyncio.run(Evaluation(library, source(store), examiner).run(matrix))


def recorded(shop: Path, name: str, *lines: Line) -> CaseResult:
    chat = ScriptedChat(lines)
    (result,) = run(shop, name, lambda store: Recorder(store, lambda *_: chat, made_by="stand-in", clock=lambda: 0.0))
    return result  # type: ignore[no-any-return]


def replayed(shop: Path, name: str) -> CaseResult:
    (result,) = run(shop, name, Recordings)
    return result  # type: ignore[no-any-return]


def errors(result: CaseResult) -> set[str]:
    assert result.outcome is not None
    assert result.outcome.examination is not None
    return {finding.code for finding in result.outcome.examination.findings if finding.severity == "error"}


@pytest.mark.parametrize(
    ("name", "lines", "status", "rounds", "codes"),
    [
        ("expansion", [GOOD], "passed", 1, set()),
        ("expansion", [HOST, GOOD], "passed", 2, set()),
        ("expansion", [WORSE, HOST, GOOD], "passed", 3, set()),
        ("expansion", ["prose", WORSE, HOST, GOOD], "passed", 4, set()),
        ("expansion", [HOST, HOST], "failed", 2, {"draft-field", "draft-repeated"}),
        ("expansion", [HOST, WORSE, WORST, "prose"], "failed", 4, {"draft-not-json"}),
        ("expansion", [HOST, CANNOT], "failed", 2, {"draft-impossible"}),
        ("expansion", [HOST, Answer(refusal="no")], "failed", 2, {"draft-refused"}),
        ("repair", [GOOD], "passed", 1, set()),
        ("repair", [HOST, GOOD], "passed", 2, set()),
        ("repair", [WORSE, WORST, GOOD], "passed", 3, set()),
        ("repair", [HOST, HOST], "failed", 2, {"draft-field", "draft-repeated"}),
        ("repair", [HOST, WORSE, WORST], "failed", 3, {"draft-kind", "draft-workload"}),
        ("repair", [CANNOT], "failed", 1, {"draft-impossible"}),
        ("repair", [Answer(text=GOOD, finish_reason="length"), GOOD], "passed", 2, set()),
    ],
)
def test_a_conversation_is_replayed_to_the_same_end(
    shop: Path, name: str, lines: list[Line], status: str, rounds: int, codes: set[str]
) -> None:
    first, again = recorded(shop, name, *lines), replayed(shop, name)
    for result in (first, again):
        assert result.status == status
        assert result.outcome is not None
        assert len(result.outcome.answers) == rounds
        assert errors(result) == codes
    assert again == first


def test_a_draft_that_comes_back_unchanged_is_a_repetition_from_the_first_repair_on(shop: Path) -> None:
    same = draft(("Deployment", {"template.spec.hostPID": True}))
    result = recorded(shop, "repair", same)
    assert errors(result) == {"draft-field", "draft-repeated"}
    assert result.status == "failed"


def test_every_round_hands_back_what_was_found_and_counts_down(shop: Path) -> None:
    result = recorded(shop, "repair", HOST, WORSE, WORST)
    assert result.outcome is not None
    texts = [result.messages[-1].text, *(entry.messages[-1].text for entry in result.outcome.repairs)]
    assert [text.split("Attempts left after this one: ")[1][0] for text in texts] == ["2", "1", "0"]
    assert "hostPID" in texts[0]
    assert "hostNetwork" in texts[1]
    assert "draft-kind objects[1].kind: the kind 'ClusterRole' is not allowed" in texts[2]


def test_an_edited_repair_prompt_is_stale_in_every_round(shop: Path) -> None:
    recorded(shop, "expansion", HOST, GOOD)
    recorded(shop, "repair", HOST, GOOD)
    path = shop / "repair" / f"v{NEWEST}.yaml"
    path.write_text(path.read_text().replace("Answer with the mended draft.", "Answer with the draft, mended."))
    for name in ("expansion", "repair"):
        result = replayed(shop, name)
        assert result.status == "stale"
        assert "+Answer with the draft, mended." in result.problems[0].message


def test_a_case_that_was_never_recorded_is_missing(shop: Path) -> None:
    assert replayed(shop, "repair").status == "missing"
    recorded(shop, "repair", HOST, GOOD)
    newer = (shop / "repair" / f"v{NEWEST}.yaml").read_text().replace(f"version: {NEWEST}", f"version: {NEWEST + 1}", 1)
    (shop / "repair" / f"v{NEWEST + 1}.yaml").write_text(newer.replace("Mend what", "Mend just what"))
    results = run(shop, "repair", Recordings, versions=(NEWEST, NEWEST + 1))
    assert [result.status for result in results] == ["passed", "missing"]


def test_the_version_that_is_tried_is_asked_in_every_round(shop: Path) -> None:
    newer = (shop / "repair" / f"v{NEWEST}.yaml").read_text().replace(f"version: {NEWEST}", f"version: {NEWEST + 1}", 1)
    (shop / "repair" / f"v{NEWEST + 1}.yaml").write_text(newer.replace("Answer with the mended draft.", "Mend it."))
    first = recorded(shop, "repair", HOST, GOOD)
    assert first.outcome is not None
    assert first.outcome.repairs[0].messages[-1].text.endswith("Answer with the mended draft.")
    drafted = recorded(shop, "expansion", HOST, GOOD)
    assert drafted.outcome is not None
    assert drafted.outcome.repairs[0].messages[-1].text.endswith("Mend it.")


def test_tokens_of_every_round_count(shop: Path) -> None:
    usage = TokenUsage(input_tokens=100, output_tokens=10)
    lines = [Answer(text=text, usage=usage, model="gpt-4o") for text in (HOST, GOOD)]
    result = recorded(shop, "expansion", *lines)
    assert result.outcome is not None
    assert result.outcome.usage == usage + usage
    assert result.outcome.cost == pytest.approx(2 * (100 * 2.5 + 10 * 10.0) / 1_000_000)
    (row,) = summarise([result])
    assert row.tokens == 220


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        ("", "the repair prompt needs an answer to hand back"),
        ("    refused: {objects: [{kind: Deployment, spec: []}, {kind: Service, spec: []}]}\n", "it passes the gate"),
        ('    refused: {objects: [], cannot: "No."}\n', "the model gave up (draft-impossible)"),
    ],
)
def test_a_case_that_nobody_would_repair_is_wrong_input(shop: Path, refused: str, message: str) -> None:
    path = shop / "repair" / "evals" / "one.yaml"
    path.write_text(CASE + refused)
    with pytest.raises(InputError) as raised:
        replayed(shop, "repair")
    (problem,) = raised.value.problems
    assert problem.code == "case-not-refused"
    assert message in problem.message
    assert (problem.file, problem.line) == (str(path), 15 if refused else 4)
