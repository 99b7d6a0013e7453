"""`retry`: a run once more with other values, on somebody's word; what takes another person waits for them."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap.use_cases.approvals.deciding import build_decide_approval
from agent.bootstrap.use_cases.retry import build_retry
from agent.settings import load_settings
from agent.use_cases.approvals.deciding import DecideApprovalCommand
from agent.use_cases.retrying.retry import Retried, RetryCommand
from foundation.model.access import AccessError, ApprovalNeededError, ForbiddenError, NotThereError, Principal, Role
from foundation.model.errors import AgentError
from tests.doors.cli.test_republish import MINIMAL, Program, codes, events_in, files_in
from tests.doors.cli.test_runs import ORDER, runs
from tests.doors.cli.test_secrets import LITERAL, VALUE

WHY = ("--reason", "the image had no version", "--by", "Ann")
MENDED = ("--set", "component.container_image=acme/ping:1.2.3")
EXCEPTION = (
    "component.policy_exceptions=[{check: image-tag, reason: it is a mirror, approver: Bob, expires: 2027-06-30}]"
)


@pytest.fixture
def blocked(program: Program, workspace: Path) -> dict[str, Any]:
    """A run that the gate blocked."""
    done = program("generate", MINIMAL, "-o", "out", "--set", "component.container_image=acme/ping:latest")
    assert done.code == 1
    return runs(program)[0]


def shown(program: Program, run: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(program("runs", "show", run, "--json").out)
    return found


def test_a_blocked_run_is_shown_first_and_changes_nothing(
    program: Program, blocked: dict[str, Any], workspace: Path
) -> None:
    done = program("retry", blocked["run_id"], *MENDED, *WHY, "--dry-run")
    assert (done.code, codes(done)) == (0, [])
    assert "-  container_image: acme/ping:latest\n+  container_image: acme/ping:1.2.3\n" in done.out
    assert done.out.endswith("no earlier files to compare with\nPing: valid for dev; nothing was saved\n")
    assert [run["run_id"] for run in runs(program)] == [blocked["run_id"]]
    assert not (workspace / "out").exists()
    assert json.loads(program("audit", "list", "--json").out) == []
    asked = program("retry", blocked["run_id"], *MENDED, *WHY)
    assert (asked.code, codes(asked), asked.out) == (2, ["not-confirmed"], done.out)
    assert len(runs(program)) == 1


def test_a_look_at_what_is_still_blocked_tells_nobody(
    program: Program, blocked: dict[str, Any], workspace: Path
) -> None:
    events = (workspace.parent / "state" / "events.jsonl").read_bytes()
    done = program("retry", blocked["run_id"], *WHY, "--dry-run")
    assert (done.code, codes(done)) == (1, ["image-tag"])
    assert "the bundle stays as it was\n" in done.out
    assert (workspace.parent / "state" / "events.jsonl").read_bytes() == events
    assert len(runs(program)) == 1


def test_the_new_run_names_the_old_one_who_wanted_it_and_why(
    program: Program, blocked: dict[str, Any], workspace: Path
) -> None:
    done = program("retry", blocked["run_id"], *MENDED, *WHY, "--yes")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1].startswith("Ping: generated for dev into out (")
    new, old = runs(program)
    assert (new["kind"], new["status"], old) == ("retry", "announced", blocked)
    assert new["execution_id"] != old["execution_id"]
    assert shown(program, new["run_id"])["retries"] == {
        "run_id": old["run_id"],
        "execution_id": old["execution_id"],
        "by": "Ann",
        "reason": "the image had no version",
        "overrides": ["component.container_image=acme/ping:1.2.3"],
        "approved_by": None,
        "asked_at": "2025-05-07T22:45:12Z",
    }
    text = program("runs", "show", new["run_id"]).out
    assert f"  retries       {old['run_id']}\n" in text
    assert "  because       the image had no version\n" in text
    told = events_in(workspace / "out")
    assert {event["previous_execution_id"] for event in told} == {old["execution_id"]}
    assert {event["execution_id"] for event in told} == {new["execution_id"]}
    (note,) = json.loads(program("audit", "list", "--json").out)
    assert {name: note[name] for name in ("who", "action", "target", "tenant", "outcome", "reason", "door")} == {
        "who": "Ann",
        "action": "retry",
        "target": old["run_id"],
        "tenant": new["tenant"],
        "outcome": "done",
        "reason": "the image had no version",
        "door": "cli",
    }


def test_the_bytes_are_those_of_the_bundle_with_these_values(
    program: Program, blocked: dict[str, Any], workspace: Path
) -> None:
    assert program("retry", blocked["run_id"], *MENDED, *WHY, "--yes").code == 0
    assert program("generate", MINIMAL, "-o", "direct", *MENDED, "-q").code == 0
    assert files_in(workspace / "out") == files_in(workspace / "direct")
    again = program("generate", MINIMAL, "-o", "out", *MENDED)
    assert again.out.startswith("Ping: unchanged ")


def test_a_saved_run_is_compared_with_its_own_files(program: Program, workspace: Path) -> None:
    assert program("generate", ORDER, "-o", "out", "-q").code == 0
    saved = runs(program)[0]
    done = program("retry", saved["run_id"], "--set", "environments.dev.replicas=3", *WHY, "--yes", "--json")
    told = json.loads(done.out)
    assert (done.code, told["compared_with"]) == (0, saved["run_id"])
    assert {one["path"] for one in told["changes"]["differences"]} >= {"spec.replicas"}
    assert "files" in told["changes"]
    assert told["result"]["status"] == "generated"
    # The bundle gives the execution id, so both runs are of one execution.
    assert {event.get("previous_execution_id") for event in events_in(workspace / "out")} == {None}


def test_every_line_is_shown_where_that_is_asked_for(program: Program, workspace: Path) -> None:
    assert program("generate", ORDER, "-o", "out", "-q").code == 0
    run = runs(program)[0]["run_id"]
    asked = ("retry", run, "--set", "environments.dev.replicas=3", *WHY, "--dry-run")
    brief, full = program(*asked), program(*asked, "--full")
    assert f"--- {run}/manifests/dev/deployment.yaml\n" in full.out
    assert "manifests/dev/deployment.yaml\n" not in brief.out


def test_a_bundle_that_nobody_could_read_is_mended(program: Program, workspace: Path) -> None:
    Path("bad.yaml").write_text(Path(ORDER).read_text().replace("replicas: 2\n", "replicas: many\n"))
    assert program("generate", "bad.yaml", "-o", "out", "--set", "component.nothing=1").code == 2
    (refused,) = runs(program)
    assert (refused["status"], refused["tenant"]) == ("refused", "acme")
    half = program("retry", refused["run_id"], "--set", "component.replicas=2", *WHY, "--yes")
    assert (half.code, codes(half)) == (2, ["unknown-key"])
    Path("bad.yaml").unlink()
    Path("good.yaml").write_text(Path(ORDER).read_text())
    whole = ("--set", "component.replicas=2", "--set", "component.nothing=null")
    still = program("retry", refused["run_id"], *whole, *WHY, "--yes")
    assert codes(still) == ["unknown-key"], "null leaves the key"


def test_every_wrong_value_is_told_at_once(program: Program, blocked: dict[str, Any]) -> None:
    wrong = ("--set", "component.replicas=many", "--set", "nothing", "--set", "component.name.x=1", "--set", "teem=a")
    done = program("retry", blocked["run_id"], *wrong, *WHY, "--yes")
    assert done.code == 2
    expected = ["wrong-assignment", "wrong-assignment", "wrong-type", "unknown-key", "image-tag"]
    assert codes(done) == expected, "and what else is wrong with the bundle"
    (note,) = json.loads(program("audit", "list", "--json").out)
    assert (note["outcome"], note["code"]) == ("refused", "wrong-assignment")


def test_a_failed_run_is_tried_again_as_it_was(program: Program, workspace: Path) -> None:
    (workspace / "out").write_text("no folder")
    assert program("generate", MINIMAL, "-o", "out").code in (2, 3)
    (failed,) = runs(program)
    (workspace / "out").unlink()
    done = program("retry", failed["run_id"], "--reason", "the folder is free now", "--yes")
    assert (done.code, (workspace / "out" / "artifacts.json").is_file()) == (0, True)
    assert runs(program)[0]["kind"] == "retry"


def test_what_compiled_nothing_and_what_is_unknown(program: Program, workspace: Path) -> None:
    Path("none.yaml").write_text("- 1\n")
    assert program("generate", "none.yaml").code == 2
    (refused,) = runs(program)
    assert codes(program("retry", refused["run_id"], *WHY, "--yes")) == ["run-without-request"]
    assert codes(program("retry", "run-0", *WHY, "--yes")) == ["run-unknown"]
    assert program("retry", refused["run_id"], "--yes").code == 2, "a reason is needed"
    for reason in ("", "x" * 2001, "  a  "):
        assert codes(program("retry", refused["run_id"], "--reason", reason, "--yes")) == ["reason-wrong"]
    secret = program("retry", refused["run_id"], "--reason", "the token is ghp_" + "Ab1" * 12, "--yes")
    assert codes(secret) == ["reason-wrong"]
    assert "ghp_" not in secret.err + program("audit", "list").out


def test_a_secret_is_replaced_and_never_shown(program: Program, workspace: Path) -> None:
    Path("bundle.yaml").write_text(LITERAL)
    assert program("generate", "bundle.yaml", "-o", "out").code == 2
    (refused,) = runs(program)
    missing = program("retry", refused["run_id"], *WHY, "--yes")
    assert codes(missing) == ["request-secret"]
    reference = "component.env[0]={name: ORDER_QUEUE, valueFrom: {secretKeyRef: {name: queue, key: address}}}"
    done = program("retry", refused["run_id"], "--set", reference, *WHY, "--yes")
    assert (done.code, VALUE in done.out + done.err) == (0, False)
    for file in workspace.parent.rglob("*"):
        assert not file.is_file() or file.name == "bundle.yaml" or VALUE.encode() not in file.read_bytes()


def ann(role: Role, *tenants: str, name: str = "Ann") -> Principal:
    return Principal(name=name, roles=frozenset({role}), tenants=frozenset(tenants or ("default",)), source="token")


def tried(run: str, by: Principal, *assignments: str, preview: bool = False) -> Retried:
    asked = RetryCommand(name=run, by=by, reason="the rule is wrong", assignments=list(assignments), preview=preview)
    return build_retry(load_settings().seen_by(by.visible))(asked)


def decided(subject: str, by: Principal, verdict: Any = "approved") -> None:
    asked = DecideApprovalCommand(subject=subject, verdict=verdict, by=by, reason="looked at it")
    build_decide_approval(load_settings().seen_by(by.visible))(asked)


def refusal(error: type[AgentError], call: Callable[[], object]) -> str:
    with pytest.raises(error) as caught:
        call()
    return caught.value.problems[0].code


def test_values_take_an_operator_and_exceptions_an_approver(program: Program, blocked: dict[str, Any]) -> None:
    run, mended = blocked["run_id"], MENDED[1]
    tenant = blocked["tenant"]
    assert refusal(ForbiddenError, lambda: tried(run, ann("reader", tenant), mended)) == "role-missing"
    assert tried(run, ann("reader", tenant), mended, preview=True).result.status == "generated"
    assert tried(run, ann("operator", tenant), mended).approved_by is None
    assert tried(run, ann("approver", tenant), EXCEPTION).approved_by == "Ann"
    assert refusal(ApprovalNeededError, lambda: tried(run, ann("operator", tenant), EXCEPTION)) == "approval-needed"


def test_for_another_tenant_the_run_is_not_there(program: Program, blocked: dict[str, Any]) -> None:
    other = ann("approver", "other")
    assert refusal(AgentError, lambda: tried(blocked["run_id"], other)) == "run-unknown"
    moved = ann("approver", blocked["tenant"])
    assert refusal(NotThereError, lambda: tried(blocked["run_id"], moved, "tenant=other")) == "tenant-not-there"
    both = ann("approver", blocked["tenant"], "other")
    assert refusal(AgentError, lambda: tried(blocked["run_id"], both, "tenant=other")) == "retry-tenant"


def test_no_run_is_moved_to_the_default_tenant(program: Program, workspace: Path) -> None:
    assert program("generate", ORDER, "-o", "out", "-q").code == 0
    saved = runs(program)[0]
    assert saved["tenant"] == "acme"
    both = ann("approver", "acme", "shared")
    assert refusal(AgentError, lambda: tried(saved["run_id"], both, "tenant=null")) == "retry-tenant"
    assert refusal(AgentError, lambda: tried(saved["run_id"], both, "tenant=shared")) == "retry-tenant"
    assert tried(saved["run_id"], ann("approver", "acme"), "tenant=acme", preview=True).result.status == "generated"


def test_an_approver_allows_what_an_operator_asks_for(program: Program, blocked: dict[str, Any]) -> None:
    run, tenant = blocked["run_id"], blocked["tenant"]
    operator, approver = ann("operator", tenant), ann("approver", tenant, name="Bob")
    assert refusal(ApprovalNeededError, lambda: tried(run, operator, EXCEPTION)) == "approval-needed"
    (waiting,) = json.loads(program("approvals", "list", "--json").out)
    assert (waiting["kind"], waiting["target"], waiting["decided_by"]) == ("values+waiver", run, "Ann")
    assert waiting["details"] == [EXCEPTION]
    subject = waiting["subject"]
    assert refusal(ForbiddenError, lambda: decided(subject, ann("operator", tenant, name="Bob"))) == "role-missing"
    assert refusal(ForbiddenError, lambda: decided(subject, ann("approver", tenant))) == "approval-own"
    assert refusal(AgentError, lambda: decided(subject, ann("approver", "other"))) == "approval-unknown"
    decided(subject, approver, "rejected")
    assert refusal(ApprovalNeededError, lambda: tried(run, operator, EXCEPTION)) == "approval-rejected"
    decided(subject, approver)
    assert refusal(ApprovalNeededError, lambda: tried(run, operator, EXCEPTION, "team=a")) == "approval-needed"
    done = tried(run, operator, EXCEPTION)
    assert (done.result.status, done.approved_by) == ("generated", "Bob")
    assert shown(program, runs(program)[0]["run_id"])["retries"]["approved_by"] == "Bob"
    assert refusal(ApprovalNeededError, lambda: tried(run, operator, EXCEPTION)) == "approval-needed", "once"


def test_four_eyes_where_the_policy_says_so(
    program: Program, blocked: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = tmp_path / "own" / "policies"
    policies.mkdir(parents=True)
    (policies / "approvals.yaml").write_text("four_eyes: [values]\n")
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", str(tmp_path / "own"))
    first = program("retry", blocked["run_id"], *MENDED, *WHY, "--yes")
    assert (first.code, codes(first)) == (1, ["approval-needed"])
    listed = program("approvals", "list").out
    subject = listed.split()[0]
    assert "  component.container_image=acme/ping:1.2.3\n" in listed
    own = program("approvals", "approve", subject, "--reason", "it is mine", "--by", "Ann")
    assert (own.code, codes(own)) == (2, ["approval-own"])
    other = program("approvals", "approve", subject, "--reason", "looked at it", "--by", "Bob")
    assert other.out == f"{subject} (values of {blocked['run_id']}) is approved by Bob\n"
    assert program("approvals", "list").out == "nothing waits for a decision\n"
    assert program("retry", blocked["run_id"], *MENDED, *WHY, "--yes").code == 0
    assert [one["action"] for one in json.loads(program("audit", "list", "--json").out)].count("approve") == 2


def test_the_terminal_is_asked(
    program: Program, blocked: dict[str, Any], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = iter([b"n\n", b"y\n"])

    class Terminal:
        def __init__(self) -> None:
            self._line = next(said).decode()

        def isatty(self) -> bool:
            return True

        def readline(self, *_: object) -> str:
            return self._line

        def fileno(self) -> int:
            return os.open(os.devnull, os.O_RDONLY)

    monkeypatch.setattr("sys.stdin", Terminal())
    assert program("retry", blocked["run_id"], *MENDED, *WHY).code == 2
    assert not (workspace / "out").exists()
    monkeypatch.setattr("sys.stdin", Terminal())
    assert program("retry", blocked["run_id"], *MENDED, *WHY).code == 0
    assert (workspace / "out" / "artifacts.json").is_file()


def test_nobody_is_no_name(program: Program, blocked: dict[str, Any]) -> None:
    done = program("retry", blocked["run_id"], "--reason", "because", "--by", "a\nb", "--yes")
    assert (done.code, codes(done)) == (2, ["wrong-option"])
    assert issubclass(ForbiddenError, AccessError)
