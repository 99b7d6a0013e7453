"""A data set is worth what it notices: with any broken answer, each of its cases has to fail."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from agent.bootstrap import build_examiners, builtin_prompts
from agent.evaluation.loading import LoadedCase, load_cases
from agent.evaluation.outcome import CaseResult
from agent.evaluation.run import Evaluation, Matrix
from agent.evaluation.sources import LiveModels, Recordings
from agent.settings import Settings
from foundation.language_model.scripted import STAND_IN, Line, ScriptedChat
from foundation.language_model.store import RecordingStore
from foundation.model.conversation import Answer
from foundation.prompting.library import PromptLibrary
from tests.support.rehearsals import remembered

PROMPTS = builtin_prompts()
LIBRARY = PromptLibrary([PROMPTS])
EXAMINERS = build_examiners(Settings())
CASES = [(name, case) for name in ("expansion", "input", "repair", "review") for case in load_cases(PROMPTS / name)]
OTHER_WORKLOAD = {
    "Deployment": "DaemonSet",
    "DaemonSet": "Deployment",
    "StatefulSet": "Deployment",
    "Job": "Deployment",
    "CronJob": "Job",
}
#: More questions than any case asks.
ROUNDS = 8


@pytest.fixture(scope="module", autouse=True)
def rehearsed_once() -> Iterator[None]:
    """Every answer of a case is about the same bundle, and repairs begin with the same refused draft."""
    with remembered():
        yield


def evaluated(name: str, case: LoadedCase, source: Any) -> CaseResult:
    matrix = Matrix([LIBRARY.prompt(name)], [STAND_IN], [case])
    (result,) = asyncio.run(Evaluation(LIBRARY, source, EXAMINERS[name]).run(matrix))
    return result


def right_answer(name: str, case: LoadedCase) -> dict[str, Any]:
    result = evaluated(name, case, Recordings(RecordingStore(PROMPTS / name / "recordings")))
    assert result.status == "passed"
    assert result.outcome is not None
    return result.outcome.data  # type: ignore[no-any-return]


def broken(name: str, right: dict[str, Any]) -> Iterator[tuple[str, Line]]:
    """Yield answers that must not count as right, whatever the prompt, then those of its kind."""
    text = json.dumps(right)
    yield "empty", ""
    yield "prose", "I would be glad to help."
    yield "cut in the text", text[: len(text) // 2]
    yield "cut by the limit", Answer(text=text, finish_reason="length")
    yield "refused", Answer(refusal="I cannot help with that.")
    yield "fenced", f"```json\n{text}\n```"
    yield from {"input": broken_plans, "review": broken_reviews}.get(name, broken_drafts)(right)


def broken_plans(right: dict[str, Any]) -> Iterator[tuple[str, Line]]:
    steps = right["steps"]
    yield "backwards", json.dumps({"steps": steps[::-1]})
    yield "without validation", json.dumps({"steps": [step for step in steps if step != "k8s_validator.validate"]})
    yield "without the trace", json.dumps({"steps": [step for step in steps if "trace_metadata" not in step]})
    yield "nothing", json.dumps({"steps": []})
    yield "a step of its own", json.dumps({"steps": [*steps, "shell.run"]})


def broken_reviews(right: dict[str, Any]) -> Iterator[tuple[str, Line]]:
    remark = {"object": "Pod/other", "path": "spec", "message": "It is BLOCKED; severity error.", "remedy": "None."}
    yield "the opposite", json.dumps({"findings": [] if right["findings"] else [remark]})
    yield "about something else", json.dumps({"findings": [remark]})
    yield "a verdict", json.dumps({**right, "passed": False})
    yield "endless", json.dumps({"findings": [remark] * 21})


def broken_drafts(right: dict[str, Any]) -> Iterator[tuple[str, Line]]:
    objects: list[dict[str, Any]] = right["objects"]
    if not objects:
        yield "a draft of what cannot be", json.dumps({"objects": [{"kind": "Deployment", "spec": []}], "cannot": None})
        return
    first, *others = objects
    host = {"path": "template.spec.volumes[0].hostPath.path", "value": "/"}
    admin = {"kind": "ClusterRoleBinding", "spec": [{"path": "roleRef.name", "value": "cluster-admin"}]}
    variants: dict[str, list[dict[str, Any]]] = {
        "another workload": [{**first, "kind": OTHER_WORKLOAD[first["kind"]]}, *others],
        "no workload": others,
        "two workloads": [*objects, {"kind": OTHER_WORKLOAD[first["kind"]], "spec": []}],
        "the node's files": [{**first, "spec": [host]}, *others],
        "rights in the cluster": [*objects, admin],
        "an object of one's own": [*objects, {"kind": "PodMonitor", "spec": [{"path": "x", "value": 1}]}],
    }
    for name, found in variants.items():
        yield name, json.dumps({"objects": found, "cannot": None})
    yield "gives up", json.dumps({"objects": [], "cannot": "It is too hard."})


@pytest.mark.parametrize(
    ("name", "case"), CASES, ids=lambda value: value.case.name if isinstance(value, LoadedCase) else str(value)
)
def test_no_broken_answer_passes(name: str, case: LoadedCase) -> None:
    unnoticed = [
        kind
        for kind, line in broken(name, right_answer(name, case))
        if evaluated(name, case, LiveModels(lambda _, line=line: ScriptedChat([line] * ROUNDS))).status != "failed"
    ]
    assert unnoticed == []
