"""Lock files: what they are found by, who decides about them, and what is wrong with them."""

import copy
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from agent.bootstrap import build_agent, build_draft_locks
from foundation.language_model.chat_request import ChatRequest
from foundation.model.bundle.bundle import Bundle
from foundation.model.drafts.definition import definition_digest
from foundation.model.drafts.draft import Draft
from foundation.model.errors import InputError
from foundation.source.bundle import bundle_from_data
from foundation.source.document import MAX_BYTES
from plugins.llm_template_expander.decisions import decide
from plugins.llm_template_expander.locks import lock_name
from tests.support.drafting import ANSWER, BUNDLE, GOOD, Workshop, approved, changed, codes, draft


@pytest.mark.parametrize(
    ("component", "same"),
    [
        ({"container_image": "ghcr.io/connectsoft/embedding:2.2.0"}, True),
        ({"container_image": "ghcr.io/connectsoft/embedding@sha256:" + "a" * 64}, True),
        ({"container_image": "ghcr.io/connectsoft/other:2.1.0"}, False),
        ({"container_image": "localhost:5000/embedding:2.1.0"}, False),
        ({"replicas": 3}, False),
        ({"type": "gpu-training"}, False),
    ],
)
def test_a_release_needs_no_new_draft_and_another_definition_does(component: dict[str, Any], same: bool) -> None:
    def digest(bundle: dict[str, Any]) -> str:
        found: Bundle = bundle_from_data(copy.deepcopy(bundle), "b").bundle
        return definition_digest(found)

    assert (digest(changed(**component)) == digest(BUNDLE)) is same


def test_a_rejected_draft_stops_the_run_with_the_reason(workshop: Workshop) -> None:
    workshop.generate([ANSWER])
    (name,) = workshop.locks
    decide(build_draft_locks(workshop.agent.settings), name, "rejected", "bob", "no GPU quota")
    result = workshop.generate([])
    assert codes(result) == {"draft-rejected"}
    assert "no GPU quota" in result.problems[0].message


def test_an_edited_draft_is_pending_again(workshop: Workshop) -> None:
    name = approved(workshop)
    path = workshop.drafts / f"{name}.yaml"
    path.write_text(path.read_text().replace("value: 5", "value: 6"))
    result = workshop.generate([])
    assert codes(result) == {"draft-pending"}
    assert "edited" in result.problems[0].message


def test_an_approval_is_for_one_component(workshop: Workshop) -> None:
    """A lock file that is copied, with its approval, to the place of another component's waits there."""
    name = approved(workshop)
    other = changed(name="OtherServer")
    bundle: Bundle = bundle_from_data(copy.deepcopy(other), "b").bundle
    lock = build_draft_locks(workshop.agent.settings).read(name)
    text = (workshop.drafts / f"{name}.yaml").read_text()
    text = text.replace("component: EmbeddingServer", "component: OtherServer")
    copied = text.replace(lock.definition, definition_digest(bundle))
    (workshop.drafts / f"{lock_name(bundle)}.yaml").write_text(copied)
    assert codes(workshop.generate([], other)) == {"draft-pending"}


def test_a_decision_outlives_a_draft_that_comes_later(workshop: Workshop) -> None:
    """Two runs draft the same component; the first draft is approved while the model still works on the second."""
    elsewhere = Workshop(workshop.folder)

    def approve_meanwhile(_: ChatRequest) -> str:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(approved, elsewhere).result()
        return draft(("Deployment", {"minReadySeconds": 50}))

    result = workshop.generate([approve_meanwhile])
    assert result.status == "generated", result.problems
    (name,) = workshop.locks
    lock = build_draft_locks(workshop.agent.settings).read(name)
    assert (lock.status, lock.draft) == ("approved", Draft.model_validate(GOOD))


def test_many_runs_and_decisions_at_once_leave_one_whole_lock_file(workshop: Workshop) -> None:
    name = approved(workshop)
    locks = build_draft_locks(workshop.agent.settings)
    reasons = [f"reason {number}" for number in range(30)]
    with ThreadPoolExecutor(8) as pool:
        decided = [pool.submit(decide, locks, name, "approved", "alice", reason) for reason in reasons]
        assert all(future.result().status == "approved" for future in decided)
    assert [path.name for path in workshop.drafts.iterdir()] == [f"{name}.yaml"]
    decision = locks.read(name).decision
    assert decision is not None
    assert decision.reason in reasons


@pytest.mark.parametrize(
    ("by", "reason", "path"),
    [
        (" ", None, "--by"),
        ("x" * 201, None, "--by"),
        ("alice\nbob", None, "--by"),
        ("alice\x1b[31m", None, "--by"),
        ("alice\u202e", None, "--by"),
        ("alice\udcff", None, "--by"),
        ("alice", "x" * 2001, "--reason"),
        ("alice", "one\ntwo", "--reason"),
    ],
)
def test_a_decision_is_by_somebody_and_can_be_read(workshop: Workshop, by: str, reason: str | None, path: str) -> None:
    workshop.generate([ANSWER])
    (name,) = workshop.locks
    before = (workshop.drafts / f"{name}.yaml").read_bytes()
    with pytest.raises(InputError) as caught:
        decide(build_draft_locks(workshop.agent.settings), name, "approved", by, reason)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("draft-decision", path)]
    assert (workshop.drafts / f"{name}.yaml").read_bytes() == before


def test_a_lock_file_without_an_end_is_not_read_to_its_end(workshop: Workshop) -> None:
    name = approved(workshop)
    path = workshop.drafts / f"{name}.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 10_000_000))
    assert codes(workshop.generate([])) == {"file-too-large"}


def test_an_edited_draft_that_somebody_approves_is_checked_all_the_same(workshop: Workshop) -> None:
    name = approved(workshop)
    path = workshop.drafts / f"{name}.yaml"
    path.write_text(path.read_text().replace("path: minReadySeconds", "path: template.spec.hostNetwork"))
    decide(build_draft_locks(workshop.agent.settings), name, "approved", "mallory", None)
    assert codes(workshop.generate([])) == {"draft-field"}
    assert not workshop.out.exists()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("definition: sha256:", "definition: sha256:0", "wrong-value"),
        ("component: EmbeddingServer", "component: OtherServer", "draft-lock-misplaced"),
        ("component: EmbeddingServer", "component: Embeddingserver", "draft-lock-misplaced"),
        ("component: EmbeddingServer", 'component: "Embedding\\e[31m"', "wrong-value"),
        ("type: gpu-inference", "type: gpu-training", "draft-lock-misplaced"),
        ("type: gpu-inference", "type: ../../gpu-inference", "wrong-value"),
        ("by: alice", 'by: "alice\\u202e"', "wrong-value"),
        ("by: alice", 'by: "alice\\nbob"', "wrong-value"),
        ("about: sha256:", "about: sha256:0", "wrong-value"),
        ("kind: Deployment", "kynd: Deployment", "unknown-key"),
        ("component: EmbeddingServer", "component: [", "yaml-syntax"),
        ("repairs: 0", "repairs: -1", "wrong-value"),
    ],
)
def test_a_broken_lock_file_is_told_by_file(workshop: Workshop, old: str, new: str, code: str) -> None:
    name = approved(workshop)
    path = workshop.drafts / f"{name}.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    result = workshop.generate([])
    assert code in codes(result)
    assert name in str(result.problems[0].file)


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "x", "", "a.000000000000", "embeddingserver"])
def test_there_are_no_drafts_but_those_of_the_folder(workshop: Workshop, name: str) -> None:
    approved(workshop)
    with pytest.raises(InputError) as caught:
        build_draft_locks(workshop.agent.settings).read(name)
    assert caught.value.problems[0].code == "draft-unknown"


def test_a_component_that_changed_since_its_draft_is_told_so_where_no_model_could_draft_it(workshop: Workshop) -> None:
    name = approved(workshop)
    result = build_agent(workshop.agent.settings).runner.generate(workshop.request(changed(replicas=3)))
    (problem,) = result.problems
    assert (problem.code, problem.file, result.fault) == ("draft-outdated", "bundle.yaml", "input")
    assert name in problem.message
