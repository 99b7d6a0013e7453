"""What goes back to a model of a refused answer, and what people are told of it."""

import json
from typing import Any

import pytest

from foundation.language_model.errors import BudgetExceededError
from foundation.model.conversation import Answer
from foundation.model.errors import Problem
from tests.support.drafting import ANSWER, GOOD, Workshop, codes, draft


def handed_back(workshop: Workshop, *script: str | Answer) -> tuple[Any, list[str]]:
    """Return the answer that goes back after a first one, and the findings with it."""
    workshop.generate([*script, ANSWER], dry_run=True)
    text = workshop.chat.asked[1].messages[-1]["content"]
    before, _, after = text.partition("What the gate found, one finding a line:\n")
    echo = before.split("as JSON:\n\n", 1)[1].strip()
    return json.loads(echo), [line.strip() for line in after.splitlines() if line.startswith("  ")]


def test_a_draft_among_other_text_is_talked_about_and_not_taken(shared_workshop: Workshop) -> None:
    bad = draft(("Deployment", {"replicas": 2}))
    echo, findings = handed_back(shared_workshop, f"Sure!\n```json\n{bad}\n```\nAnything else?")
    assert echo == json.loads(bad)
    assert findings == [
        "draft-not-json: the answer is no JSON: there is text around the object; Answer with that object alone: "
        "no fence, no comment, no text before or after it.",
        "draft-field-filled-in objects[0].spec[0].path: replicas of a Deployment is not the draft's to say: replicas "
        "comes from the bundle and the platform; Leave it out: the definition's are used.",
    ]
    result = shared_workshop.generate([f"```json\n{ANSWER}\n```"] * 2, dry_run=True)
    assert codes(result) >= {"draft-not-json", "draft-repeated"}


@pytest.mark.parametrize(
    "answer",
    [
        Answer(text=ANSWER[:60], finish_reason="length"),
        ANSWER[:60],
        '{"cannot": null, "objects": [' + '{"kind": "Deployment", "spec": []}, ' * 200,
        "again and again " * 60,
        "x" * 3000,
        "",
    ],
    ids=["cut by the limit", "cut", "loop", "loop of words", "long", "empty"],
)
def test_what_is_cut_or_goes_round_is_not_said_again(shared_workshop: Workshop, answer: str | Answer) -> None:
    echo, findings = handed_back(shared_workshop, answer)
    assert echo in (None, "")
    assert findings


def test_a_short_answer_in_words_goes_back_as_it_was(shared_workshop: Workshop) -> None:
    assert handed_back(shared_workshop, "A Deployment will do.")[0] == "A Deployment will do."


@pytest.mark.parametrize("word", ["", " ", "no", "No.", "N/A", "null", "none", "not applicable", "1", "false"])
def test_a_word_that_denies_beside_objects_is_a_contradiction_to_repair(shared_workshop: Workshop, word: str) -> None:
    result = shared_workshop.generate([json.dumps({**GOOD, "cannot": word}), ANSWER], dry_run=True)
    assert codes(result) == {"draft-pending"}
    (finding,) = [
        line for line in shared_workshop.chat.asked[1].messages[-1]["content"].splitlines() if "cannot:" in line
    ]
    assert finding.strip().startswith("draft-impossible cannot: cannot is not null, and gives no reason; Write")


@pytest.mark.parametrize("answer", [{**GOOD, "cannot": "It needs the node's disks."}, {"objects": [], "cannot": "no"}])
def test_a_reason_is_a_reason(shared_workshop: Workshop, answer: dict[str, Any]) -> None:
    assert "draft-impossible" in codes(shared_workshop.generate([json.dumps(answer), ANSWER], dry_run=True))
    assert len(shared_workshop.chat.asked) == 1


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("limits.nvidia.com/gpu", "Leave it out: the definition's resources are used."),
        ("template.spec.containers[0].resources.limits.cpu", "Leave it out: the definition's resources are used."),
        ("template.spec.containers[0].image", "Leave it out: the definition's is used."),
        ("template.spec.containers[0].livenessProbe.tcpSocket.port", "the definition's probes are used."),
        ("minReadySecond", "If you mean minReadySeconds, write exactly that. A Deployment may have: revisionHistory"),
        ("spec/minReadySeconds", "If you mean minReadySeconds, write exactly that."),
        ("template.spec.volumes[0].emptyDir.size", "If you mean template.spec.volumes[0].emptyDir.sizeLimit, write"),
        ("template.spec.hostNetwork", "A Deployment may have: revisionHistoryLimit, minReadySeconds, "),
    ],
)
def test_a_refused_path_is_answered_with_what_to_do_instead(shared_workshop: Workshop, path: str, remedy: str) -> None:
    _, findings = handed_back(shared_workshop, draft(("Deployment", {path: 1})))
    assert remedy in findings[0]


def test_kinds_that_are_allowed_stand_in_the_finding(shared_workshop: Workshop) -> None:
    _, findings = handed_back(shared_workshop, draft(("Deployment", {}), ("Rollout", {})))
    assert findings[0].endswith(
        "Leave the object out, or use one of Deployment, StatefulSet, DaemonSet, Job, CronJob, Service, ConfigMap, "
        "PersistentVolumeClaim, PodMonitor."
    )


def test_findings_of_the_gate_are_about_the_draft_when_a_model_reads_them(shared_workshop: Workshop) -> None:
    bad = draft(("Deployment", {}), ("PodMonitor", {"podMetricsEndpoints[0].scheme": "gopher"}))
    _, findings = handed_back(shared_workshop, bad)
    assert "If a field or an object of the draft leads to this, leave it out" in findings[0]


def test_people_are_told_what_people_can_do(shared_workshop: Workshop) -> None:
    result = shared_workshop.generate([draft(("Rollout", {"image": "x"}))] * 2)
    remedies = {problem.code: problem.remedy for problem in result.problems}
    assert remedies["draft-kind"] == "Have an allowed kind used, or allow it in the policy for drafts."
    assert remedies["draft-repeated"] == "Draft the component by hand, as a template of the catalog."


def test_who_goes_in_circles_is_not_asked_again(shared_workshop: Workshop) -> None:
    first, second = draft(("Rollout", {})), draft(("Lease", {}))
    result = shared_workshop.generate([first, second, first + " ", second])
    assert "draft-repeated" in codes(result)
    assert len(shared_workshop.chat.asked) == 3


def test_findings_survive_a_spent_budget(shared_workshop: Workshop) -> None:
    spent = BudgetExceededError(Problem(code="model-budget-exceeded", message="20 calls are spent", remedy="Raise it."))
    result = shared_workshop.generate([draft(("Rollout", {})), spent])
    assert result.status == "blocked"
    assert codes(result) == {"draft-kind", "draft-workload", "model-budget-exceeded"}
