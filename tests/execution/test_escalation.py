"""Failure events name whom a failure concerns, as the policy says."""

import json
from pathlib import Path

import pytest

from agent.bootstrap import announce_rejection, build_agent
from foundation.model.errors import InputError, Problem
from foundation.source.bundle import read_bundles
from tests.support.generation import EXAMPLES, request_of, settings_in

BLOCKED = (EXAMPLES / "minimal.yaml").read_text().replace("ping:1.0.0", "ping:latest")
UNTRACED = (EXAMPLES / "minimal.yaml").read_text().replace("trace_id: trace-ping-0001\n", "")


def recipients(folder: Path, text: str, policy: str | None = None) -> list[list[str]]:
    (folder / "own" / "policies").mkdir(parents=True)
    if policy is not None:
        (folder / "own" / "policies" / "escalation.yaml").write_text(policy)
    agent = build_agent(settings_in(folder / "state", template_path=str(folder / "own")))
    (source,) = read_bundles(text.encode(), "bundle.yaml")
    result = agent.runner.generate(request_of(source, folder / "out"))
    return [event.payload["escalate_to"] for event in result.events.events]


def test_each_failure_has_its_recipients(tmp_path: Path) -> None:
    assert recipients(tmp_path / "a", BLOCKED) == [["SecurityArchitectAgent", "TechLeadAgent"]] * 2
    assert recipients(tmp_path / "b", UNTRACED) == [["HumanOpsAgent"]]


def test_a_policy_of_ones_own_says_otherwise(tmp_path: Path) -> None:
    own = "default: [OnCall]\nfailures: {policy_violation: [Security]}\n"
    assert recipients(tmp_path / "a", BLOCKED, own) == [["Security"]] * 2
    assert recipients(tmp_path / "b", UNTRACED, own) == [["OnCall"]]


@pytest.mark.parametrize(
    "policy", ["default: []", "failures: {policy_violation: []}", "default: ['a b']", "defaults: [A]"]
)
def test_a_wrong_policy_fails_the_run_and_tells_people_all_the_same(policy: str, tmp_path: Path) -> None:
    assert recipients(tmp_path, BLOCKED, policy) == [["HumanOpsAgent"]]


def test_bundles_that_cannot_be_read_are_escalated_too(tmp_path: Path) -> None:
    problem = Problem(code="yaml-syntax", message="no YAML", remedy="Mend it.")
    announce_rejection(settings_in(tmp_path), "bundle.yaml", InputError(problem))
    (line,) = (tmp_path / "events.jsonl").read_text().splitlines()
    assert json.loads(line)["escalate_to"] == ["InfrastructureArchitectAgent", "HumanOpsAgent"]
