"""`validate --list` and `--explain`: every code, and the rules as they are in force."""

import json
import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest

from foundation.catalog.codes import read_codes
from plugins.k8s_validator.rules.checks import CHECKS
from tests.doors.cli.conftest import Outcome

Program = Callable[..., Outcome]


def test_every_code_is_listed_and_explained_the_rules_first(program: Program) -> None:
    listed = [line.split()[:2] for line in program("validate", "--list").out.splitlines()]
    others = {code: about.kind for group in read_codes().values() for code, about in group.items()}
    assert [code for code, _ in listed[: len(CHECKS)]] == list(CHECKS)
    assert dict(listed[len(CHECKS) :]) == others
    assert [kind for kind, _ in groupby(kind for _, kind in listed[len(CHECKS) :])] == ["input", "failure", "notice"]
    known = json.loads(program("validate", "--list", "--json").out)
    assert [entry["code"] for entry in known] == [code for code, _ in listed]
    assert {entry["code"] for entry in known if entry["kind"] == "rule"} == set(CHECKS)
    for entry in known[::20]:
        assert json.loads(program("validate", "--explain", entry["code"], "--json").out) == entry
    shown = program("validate", "--explain", "image-tag").out
    assert CHECKS["image-tag"].title in shown
    assert CHECKS["image-tag"].remedy in shown
    assert program("validate", "--explain", "not-utf8").out == (
        "not-utf8 (input)\n\n  A file is not UTF-8.\n  mend: Save it as UTF-8.\n"
        "  see: YAML 1.2.2, section 5.2 (character encodings)\n"
    )
    outcome = program("validate", "--explain", "imagetags")
    assert outcome.code == 2
    assert "Did you mean image-tag?" in outcome.err
    assert "Did you mean file-missing?" in program("validate", "--explain", "file-mising").err


def test_rules_are_explained_as_they_are_in_force(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "ours" / "profiles").mkdir(parents=True)
    profile = "description: x\nextends: restricted\nrules:\n  user-id: {severity: advice, parameters: {lowest: 5000}}\n"
    (workspace / "ours" / "profiles" / "own.yaml").write_text(profile)
    ours = ("--policy", "ours", "--profile", "own")
    shown = program("validate", "--explain", "user-id", *ours).out
    assert shown.startswith("user-id (advice)\n")
    assert "  mend: Set securityContext.runAsUser to 5000 or more in the pod.\n" in shown
    assert "  parameter: lowest = 5000\n  profile: own\n" in shown
    assert "from 5000." in program("validate", "--explain", "run-as-root-user", *ours).out
    assert program("validate", "--explain", "image-tag", *ours).out.startswith("image-tag (off)\n")
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": {"securityContext": {"runAsUser": 7}}}
    pod["spec"]["containers"] = [{"name": "x", "image": "x:1"}]
    (workspace / "pod.yaml").write_text(json.dumps(pod))
    findings = json.loads(program("validate", "pod.yaml", *ours, "--json").out)["findings"]
    (low,) = (finding for finding in findings if finding["code"] == "user-id")
    assert low["remedy"] == "Set securityContext.runAsUser to 5000 or more in the pod."
    listed = program("validate", "--list", *ours).out
    assert re.search(r"^user-id +advice ", listed, re.MULTILINE)
    assert re.search(r"^image-tag +off ", listed, re.MULTILINE)
    assert program("validate", "--list", "--profile", "nowhere").code == 2
    # Who has to look up the name of a rule may have a policy that is broken by it.
    (workspace / "broken" / "policies").mkdir(parents=True)
    (workspace / "broken" / "policies" / "platform.yaml").write_text("profile: [\n")
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", str(workspace / "broken"))
    unread = program("validate", "--explain", "user-id")
    assert unread.code == 0
    assert "to 10001 or more" in unread.out
    assert "profile:" not in unread.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--list", "--format", "sarif"), "codes are written as text or json, not as sarif"),
        (("--explain", "image-tag", "--format", "junit"), "codes are written as text or json, not as junit"),
        (("--explain", "image-tag", "pod.yaml"), "leave PATH... out"),
        (("--list", "pod.yaml", "-e", "dev", "--yamllint"), "leave PATH..., --env, --yamllint out"),
        (("--list", "--explain", "image-tag"), "use one of them"),
        (("pod.yaml", "--json", "--format", "sarif"), "both say how the result is written"),
    ],
)
def test_nothing_on_the_command_line_is_ignored(program: Program, arguments: tuple[str, ...], said: str) -> None:
    outcome = program("validate", *arguments)
    assert outcome.code == 2
    assert said in " ".join(outcome.err.replace("│", " ").split())
    assert not outcome.out


def test_codes_take_what_says_which_and_how(program: Program) -> None:
    assert json.loads(program("validate", "--explain", "image-tag", "--format", "json").out)["code"] == "image-tag"
    assert program("validate", "--list", "--format", "text").code == 0
