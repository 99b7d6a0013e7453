"""Profiles: which rules hold, and every mistake in one at its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent.bootstrap import Agent
from foundation.model.errors import InputError, Problem
from foundation.model.policy.platform import PlatformPolicy
from plugins.k8s_validator.rules.checks import CHECKS
from plugins.k8s_validator.rules.checks.container.capabilities_added import Capabilities
from plugins.k8s_validator.rules.rule_book import RuleBook, rule_book

#: Rules of the Pod Security Standards, by level.
BASELINE = {
    *("windows-host-process", "host-namespaces", "privileged", "capabilities-added", "host-path", "host-port"),
    *("apparmor", "selinux", "proc-mount", "seccomp", "sysctls", "probe-host"),
}
RESTRICTED = BASELINE | {
    *("capabilities-dropped", "privilege-escalation", "run-as-non-root", "run-as-root-user", "volume-types"),
}
ABOUT_PODS = ("pod", "container", "workload", "network", "rbac", "trace")


@pytest.fixture
def policy(agent: Agent) -> PlatformPolicy:
    return agent.library.policy


@pytest.fixture
def book_of(agent: Agent, tmp_path: Path) -> Callable[[str], RuleBook]:
    """The rules of a profile that somebody wrote."""

    def load(text: str) -> RuleBook:
        (tmp_path / "profiles").mkdir(exist_ok=True)
        (tmp_path / "profiles" / "own.yaml").write_text(text)
        return rule_book(agent.library.policy_with(tmp_path), "own")

    return load


def refused(book_of: Callable[[str], RuleBook], text: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        book_of(text)
    return list(caught.value.problems)


@pytest.mark.parametrize(("profile", "rules"), [("baseline", BASELINE), ("restricted", RESTRICTED)])
def test_the_standards_are_complete_and_nothing_else(profile: str, rules: set[str], policy: PlatformPolicy) -> None:
    book = rule_book(policy, profile)
    assert {code for code, check in book.checks.items() if check.group in ABOUT_PODS} == rules
    assert {"yaml-syntax", "object-shape", "schema", "unique-names"} <= book.checks.keys()
    assert book.pod_security == (1, 37)


def test_what_baseline_allows_restricted_forbids(policy: PlatformPolicy) -> None:
    allowed = [
        rule_book(policy, name).checks["capabilities-added"].setting(Capabilities)
        for name in ("baseline", "restricted")
    ]
    assert len(allowed[0].allowed) == 13
    assert allowed[1].allowed == ["NET_BIND_SERVICE"]
    assert (allowed[0].windows, allowed[1].windows) == (True, False)


def test_the_platform_wants_every_rule(policy: PlatformPolicy) -> None:
    book = rule_book(policy, "")
    assert book.profile == "platform"
    assert list(book.checks) == list(CHECKS)


def test_the_rules_are_worked_out_once(policy: PlatformPolicy) -> None:
    assert rule_book(policy, "platform") is rule_book(policy, "")
    assert rule_book(policy.model_copy(), "platform") is not rule_book(policy, "platform")


def test_a_profile_changes_severities_and_parameters(book_of: Callable[[str], RuleBook]) -> None:
    book = book_of(
        "description: x\nextends: platform\npod_security: '1.30'\nrules:\n  privileged: advice\n  host-path: off\n"
        "  user-id: {parameters: {lowest: 1000}}\n"
    )
    assert book.checks["privileged"].severity == "advice"
    assert "host-path" not in book.checks
    assert book.checks["user-id"].severity == "error"
    assert book.checks["user-id"].parameters is not None
    assert book.checks["user-id"].parameters.model_dump() == {"lowest": 1000}
    assert book.pod_security == (1, 30)


@pytest.mark.parametrize(
    ("text", "code", "line", "remedy"),
    [
        ("description: x\nrules:\n  privilegd: error\n", "rule-unknown", 3, "Did you mean privileged?"),
        ("description: x\ngroups:\n  - containr\n", "group-unknown", 3, "Did you mean container?"),
        ("description: x\nextends: restrictd\n", "profile-unknown", 2, "Did you mean restricted?"),
        ("description: x\nextends: own\n", "profile-unknown", 2, None),
        (
            "description: x\nrules:\n  user-id:\n    parameters:\n      lowst: 1\n",
            "unknown-key",
            5,
            "Did you mean lowest?",
        ),
        ("description: x\nrules:\n  user-id:\n    parameters:\n      lowest: many\n", "wrong-type", 5, None),
        ("description: x\nrules:\n  privileged:\n    parameters: {x: 1}\n", "parameters-unknown", 4, None),
        ("description: x\nrules:\n  privileged: eror\n", "wrong-value", 3, None),
        ("description: x\npod_security: newest\n", "wrong-value", 2, None),
        ("description: x\npod_security: '1.0'\n", "wrong-value", 2, None),
        ("description: x\npod_security: '1.21'\n", "wrong-value", 2, None),
        ("description: x\npod_security: '1.022'\n", "wrong-value", 2, None),
        ("descripton: x\n", "unknown-key", 1, "Did you mean description?"),
    ],
)
def test_a_mistake_in_a_profile_is_refused_at_its_line(
    text: str, code: str, line: int, remedy: str | None, book_of: Callable[[str], RuleBook]
) -> None:
    found = [problem for problem in refused(book_of, text) if problem.code == code]
    assert [problem.line for problem in found] == [line]
    assert (found[0].file or "").endswith("profiles/own.yaml")
    assert remedy is None or found[0].remedy == remedy


def test_every_mistake_comes_at_once(book_of: Callable[[str], RuleBook]) -> None:
    text = "description: x\nrules:\n  user-id: {parameters: {lowest: x}}\n  group-id: {parameters: {lowest: x}}\n"
    assert len(refused(book_of, text)) == 2
