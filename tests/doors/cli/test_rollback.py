"""An earlier output comes back over the present one: its exact bytes, through the gate of its own policies."""

import json
import shutil
from pathlib import Path

import pytest

from tests.doors.cli.test_events import without_reader
from tests.doors.cli.test_republish import MINIMAL, ORDER, Program, codes, events_in, files_in, index_of, out, stricter
from tests.support.generation import EXAMPLES, ROOT

__all__ = ["out", "stricter"]


@pytest.fixture
def saved(program: Program, out: Path, workspace: Path) -> Path:
    """A copy of the first output; another one has taken its place since."""
    shutil.copytree(out, workspace / "saved")
    changes = ["--set", "component.replicas=2", "--with", "kustomize"]
    assert program("generate", MINIMAL, "-o", "out", "-q", *changes).code == 0
    assert files_in(out) != files_in(workspace / "saved")
    return workspace / "saved"


def test_the_earlier_output_comes_back_as_it_was(program: Program, out: Path, saved: Path, tmp_path: Path) -> None:
    (out / "notes.txt").write_text("ours")
    before = len(events_in(out))
    done = program("rollback", "--from", "saved", "-o", "out")
    assert done.code == 0
    assert done.out.startswith("Ping: rolled back for dev from saved into out (")
    assert files_in(out) == {**files_in(saved), "notes.txt": b"ours"}
    told, first = events_in(out)[before:], events_in(saved)
    earlier = first[0]["execution_id"]
    assert {event["previous_execution_id"] for event in told} == {earlier}
    (own,) = {event["execution_id"] for event in told}
    assert own != earlier
    assert own in json.loads(program("rollback", "--from", "saved", "-o", "out", "--json").out)["execution_id"]
    changed = {"execution_id": own, "previous_execution_id": earlier}
    assert told == [{**event, **changed, **({"source": "record"} if "source" in event else {})} for event in first]
    assert (tmp_path / "state" / "memory.sqlite").is_file()


def test_what_has_become_forbidden_since_comes_back_under_its_own_policies(
    program: Program, out: Path, saved: Path, stricter: None, tmp_path: Path
) -> None:
    before = files_in(out)
    refused = program("rollback", "--from", "saved", "-o", "out")
    assert (refused.code, codes(refused)) == (1, ["image-registry", "policies-unnamed"])
    assert "mend: Name the policy folder that it was made under with --policy" in refused.err
    assert files_in(out) == before
    assert [event["event"] for event in events_in(tmp_path / "state")] == [
        "InfraValidationFailed",
        "InfrastructureGenerationFailed",
    ]
    done = program("rollback", "--from", "saved", "-o", "out", "--policy", str(ROOT / "templates" / "policies"))
    assert (done.code, codes(done)) == (0, [])
    assert files_in(out) == files_in(saved)


def test_rules_that_came_or_went_since_are_told(program: Program, out: Path, saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "profiles").mkdir()
    (folder / "profiles" / "platform.yaml").write_text("description: Less.\ngroups: [files, shape, objects, trace]\n")
    done = program("rollback", "--from", "saved", "-o", "out", "--policy", str(folder))
    assert done.code == 0
    assert "warning policies-differ\n" in done.err
    assert "rules that do not hold any more: " in done.err
    assert "image-tag" in done.err


@pytest.mark.parametrize("day", ["2025-05-07", "2040-01-01"])
def test_an_exception_that_is_over_holds_for_what_was_made_under_it(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    waiver = {
        "check": "image-tag",
        "reason": "the vendor moves the tag",
        "approver": "platform team",
        "expires": "2026-01-01",
    }
    flags = ["--set", "component.container_image=acme/x:latest"]
    flags += ["--set", f"component.policy_exceptions={json.dumps([waiver])}"]
    assert program("generate", MINIMAL, "-o", "saved", "-q", *flags).code == 0
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1746657912" if day.startswith("2025") else "2208988800")
    again = program("republish", "saved", "--json")
    assert again.code == (0 if day.startswith("2025") else 1), "the day counts for what is published today"
    done = program("rollback", "--from", "saved", "-o", "out")
    assert done.code == 0
    assert files_in(workspace / "out") == files_in(workspace / "saved")


def test_output_of_another_component_or_tenant_does_not_come_back(program: Program, out: Path, saved: Path) -> None:
    assert program("generate", ORDER, "-o", "order", "-q").code == 0
    assert program("generate", MINIMAL, "-o", "mine", "-q", "--set", "tenant=acme").code == 0
    before = files_in(out)
    for other, owner in (("order", "orderservice for acme"), ("mine", "ping for acme")):
        refused = program("rollback", "--from", other, "-o", "out")
        assert (refused.code, codes(refused)) == (2, ["output-of-another"])
        assert f"here is the output of ping for shared, and not of {owner}" in refused.err
    assert files_in(out) == before


@pytest.mark.parametrize("place", ["saved", "./saved/", "new", "empty"])
def test_where_nothing_can_be_rolled_back_nothing_is_made(program: Program, saved: Path, place: str) -> None:
    Path("empty").mkdir()
    before = files_in(saved)
    refused = program("rollback", "--from", "saved", "-o", place)
    assert (refused.code, codes(refused)) == (2, ["rollback-nothing"])
    assert files_in(saved) == before
    assert not Path("new").exists()
    assert list(Path("empty").iterdir()) == []


def test_a_present_output_that_does_not_tell_whose_it_is_stays(program: Program, out: Path, saved: Path) -> None:
    (out / "charts/ping/values.yaml").write_text("- {}\n")
    refused = program("rollback", "--from", "saved", "-o", "out")
    assert (refused.code, codes(refused)) == (2, ["record-incomplete"] * 2)
    (out / "charts/ping/values.yaml").unlink()
    assert codes(program("rollback", "--from", "saved", "-o", "out")) == ["record-incomplete"]


def test_edited_files_are_replaced_only_if_that_is_said(program: Program, out: Path, saved: Path) -> None:
    (out / "manifests/dev/service.yaml").write_text("edited")
    assert codes(program("rollback", "--from", "saved", "-o", "out")) == ["file-edited"]
    assert (out / "manifests/dev/service.yaml").read_text() == "edited"
    assert program("rollback", "--from", "saved", "-o", "out", "--overwrite").code == 0
    assert files_in(out) == files_in(saved)


def test_a_tampered_copy_changes_nothing(program: Program, out: Path, saved: Path) -> None:
    before = files_in(out)
    (saved / "manifests/dev/deployment.yaml").write_text("kind: Pod")
    (saved / "manifests/dev/more.yaml").write_text("kind: Pod")
    refused = program("rollback", "--from", "saved", "-o", "out")
    assert (refused.code, codes(refused)) == (2, ["record-file-changed", "record-file-added"])
    assert files_in(out) == before


def test_a_rollback_whose_events_are_lost_is_repeated_by_the_same_command(
    program: Program, out: Path, saved: Path
) -> None:
    lost = without_reader("rollback", "--from", "saved", "-o", "out", "--events")
    assert lost.returncode == 3
    assert "run `infra-engineer rollback --from saved -o out`: the files stay" in lost.stderr
    assert files_in(out) == files_in(saved)
    number = len(events_in(saved))
    first = events_in(out)[-number:]
    done = program("rollback", "--from", "saved", "-o", "out", "--events")
    assert [json.loads(line) for line in done.out.splitlines()] == first


def test_an_unknown_policy_folder_is_told_before_anything_is_changed(program: Program, out: Path, saved: Path) -> None:
    before = files_in(out)
    refused = program("rollback", "--from", "saved", "-o", "out", "--policy", "nowhere")
    assert refused.code == 2
    assert codes(refused)
    assert files_in(out) == before


@pytest.mark.parametrize("name", ["session-cache", "tenant-overlay"])
def test_other_kinds_of_components_come_back(program: Program, workspace: Path, name: str) -> None:
    example, out, saved = str(EXAMPLES / f"{name}.yaml"), workspace / "out", workspace / "saved"
    assert program("generate", example, "-o", "saved", "-q").code == 0
    assert program("generate", example, "-o", "out", "-q", "--set", "execution_id=exec-later").code == 0
    assert program("rollback", "--from", "saved", "-o", "out").code == 0
    assert files_in(out) == files_in(saved)
    assert index_of(out) == index_of(saved)
