import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.doors.mcp.conftest import Client, files_below
from tests.support.generation import EXAMPLES

pytestmark = pytest.mark.xdist_group("mcp")

MINIMAL = (EXAMPLES / "minimal.yaml").read_text()
HOSTILE_FOLDERS = [
    "..",
    "../x",
    "a/../../x",
    "a/../b",
    "/tmp/x",  # noqa: S108
    "~",
    ".",
    "",
    "./x",
    ".git",
    "a//b",
    "a/",
    "a\\b",
    "a\0b",
    "a\nb",
    "C:x",
    "x" * 201,
    "a/" * 90 + "ünï",
]


def test_every_wrong_argument_is_told_at_once(client: Client) -> None:
    problems = client.refusal(
        "generate_infrastructure", bundel=MINIMAL, dry_run="yes", environments=["A b"], output="../x", kube_version=1.32
    )
    told = {problem["path"]: problem for problem in problems}
    assert set(told) == {"bundel", "dry_run", "environments[0]", "output", "kube_version"}
    assert {problem["file"] for problem in problems} == {"arguments"}
    assert told["bundel"]["remedy"] == "Did you mean bundle?"
    assert told["dry_run"]["code"] == "wrong-type"
    assert "below the workspace" in told["output"]["message"]


def test_every_mistake_of_a_bundle_in_text_has_its_line(client: Client) -> None:
    text = "trace_id: 'a b'\ncomponent:\n  name: X\n  type: microservice\n  transport: htp\n  replica: 2\n"
    text += "blueprint_id: b\ncomponent_scope: Order\n"
    for tool in ("generate_infrastructure", "plan_generation"):
        problems = client.refusal(tool, bundle=text)
        places = [(problem.get("line"), problem["path"]) for problem in problems]
        assert places == [
            (1, "trace_id"),
            (3, "component.container_image"),
            (5, "component.transport"),
            (6, "component.replica"),
        ]
        assert "Did you mean http?" in problems[2]["remedy"]
        assert problems[3]["remedy"] == "Did you mean replicas?"
        assert {problem["file"] for problem in problems} == {"bundle"}


def test_a_bundle_that_was_never_text_has_paths_and_no_lines(client: Client) -> None:
    problems = client.refusal("plan_generation", bundle={"component": {"name": "X", "replicas": "two"}})
    assert {problem["path"] for problem in problems} == {
        "trace_id",
        "blueprint_id",
        "component_scope",
        "component.container_image",
        "component.replicas",
        "component.transport",
        "component.type",
    }
    assert not [problem for problem in problems if "line" in problem or "column" in problem]


def test_a_missing_trace_stops_the_run_with_its_event(client: Client) -> None:
    bundle = yaml.safe_load(MINIMAL)
    del bundle["trace_id"], bundle["blueprint_id"]
    before = files_below(client.workspace)
    result = client.call("generate_infrastructure", bundle=bundle, output="untraced")
    assert result.isError
    assert result.structuredContent is not None
    assert result.structuredContent["failure"] == "trace_missing"
    problems = result.structuredContent["problems"]
    assert [(problem["code"], problem["path"]) for problem in problems] == [
        ("trace-missing", "trace_id"),
        ("trace-missing", "blueprint_id"),
    ]
    (event,) = result.structuredContent["events"]
    assert event["event"] == "InfrastructureGenerationFailed"
    assert files_below(client.workspace) == before


def test_a_bundle_that_cannot_be_read_leaves_an_event_too(client: Client) -> None:
    before = _failures(client)
    answer = client.call("generate_infrastructure", bundle="component: {}\n").structuredContent or {}
    assert _failures(client) == before + 1
    (event,) = answer["events"]
    assert (event["event"], event["component"]) == ("InfrastructureGenerationFailed", "bundle")
    assert [error["code"] for error in event["errors"]] == [problem["code"] for problem in answer["problems"]]
    client.refusal("plan_generation", bundle="component: {}\n")
    assert _failures(client) == before + 1


def _failures(client: Client) -> int:
    path = client.state / "events.jsonl"
    events = [json.loads(line)["event"] for line in path.read_text().splitlines()] if path.is_file() else []
    return events.count("InfrastructureGenerationFailed")


@pytest.mark.parametrize("folder", HOSTILE_FOLDERS)
def test_a_folder_that_is_no_plain_path_is_refused(client: Client, folder: str) -> None:
    around = files_below(client.workspace.parent)
    problems = client.refusal("generate_infrastructure", bundle=MINIMAL, output=folder)
    assert [problem["path"] for problem in problems] == ["output"]
    assert _without_log(files_below(client.workspace.parent)) == _without_log(around)


@pytest.mark.parametrize("link", ["link", "link/inside", "folder/charts", "folder/manifests", "folder/manifests/dev"])
def test_links_do_not_lead_out_of_the_workspace(client: Client, tmp_path: Path, link: str) -> None:
    root = client.workspace / "links" / link.replace("/", "-")
    place = root / (link if link.startswith("folder") else "link")
    place.parent.mkdir(parents=True)
    place.symlink_to(tmp_path)
    before = files_below(root)
    output = root / (link if link.startswith("link") else "folder")
    problems = client.refusal(
        "generate_infrastructure", bundle=MINIMAL, output=output.relative_to(client.workspace).as_posix()
    )
    assert {problem["code"] for problem in problems} <= {"output-unusable", "file-not-ours"}
    assert files_below(root) == before
    assert not list(tmp_path.iterdir())


def test_a_link_in_place_of_the_events_is_not_followed(client: Client, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine\n")
    (client.workspace / "log-link").mkdir()
    (client.workspace / "log-link" / "events.jsonl").symlink_to(victim)
    result = client.call("generate_infrastructure", bundle=MINIMAL, output="log-link")
    assert result.isError
    answer = result.structuredContent or {}
    assert (answer["status"], answer["failure"]) == ("saved", "not_announced")
    assert [problem["code"] for problem in answer["problems"]] == ["event-not-written", "not-announced"]
    assert answer["receipt"]["location"] == "log-link"
    assert [event["event"] for event in answer["events"]][:2] == ["TraceLinkValidated", "InfrastructureGenerated"]
    assert (client.workspace / "log-link" / "artifacts.json").is_file()
    assert victim.read_text() == "mine\n"


def test_links_in_a_circle_and_files_are_no_folders(client: Client) -> None:
    (client.workspace / "circle").symlink_to("circle")
    (client.workspace / "file").write_text("mine\n")
    for folder, code in {"circle": "output-unusable", "circle/x": "output-unusable", "file": "output-unusable"}.items():
        (problem,) = client.refusal("generate_infrastructure", bundle=MINIMAL, output=folder)
        assert problem["code"] == code
    assert (client.workspace / "file").read_text() == "mine\n"


@pytest.mark.parametrize("name", ["generate_infrastructure", "plan_generation"])
@pytest.mark.parametrize(
    ("bundle", "code"),
    [
        ("", "empty-file"),
        (MINIMAL + "---\n" + MINIMAL, {"generate_infrastructure": "name-collision", "plan_generation": "many-bundles"}),
        ("a: [", "yaml-syntax"),
        (MINIMAL + "#" * 4 * 1024 * 1024, "file-too-large"),
        ({"trace_id": "x" * 4 * 1024 * 1024}, "file-too-large"),
        ("[" * 1000, "yaml-too-deep"),
        ("[" * 200_000, "yaml-too-deep"),
        ('{"a":' * 40_000, "yaml-too-deep"),
        ([MINIMAL], "wrong-type"),
        (7, "wrong-type"),
        (None, "wrong-type"),
    ],
    ids=[
        "empty",
        "two",
        "syntax",
        "large text",
        "large object",
        "deep",
        "brackets",
        "braces",
        "list",
        "number",
        "null",
    ],
)
def test_what_is_no_bundle_is_refused(client: Client, name: str, bundle: Any, code: str | dict[str, str]) -> None:
    problems = client.refusal(name, bundle=bundle)
    assert (code if isinstance(code, str) else code[name]) in {problem["code"] for problem in problems}


def test_manifests_that_are_too_large_are_refused(client: Client) -> None:
    (problem,) = client.refusal("validate_manifests", manifests="#" * (4 * 1024 * 1024 + 1))
    assert problem["code"] == "file-too-large"


def test_mistakes_without_end_are_cut_and_counted(client: Client) -> None:
    bundle = yaml.safe_load(MINIMAL) | {f"unknown{number}": 1 for number in range(5_000)}
    result = client.call("plan_generation", bundle=bundle)
    assert result.isError
    assert result.structuredContent is not None
    assert len(result.structuredContent["problems"]) + result.structuredContent["problems_left_out"] == 5_000
    assert len(result.content[0].text) < 40_000  # type: ignore[union-attr]


@pytest.mark.parametrize("version", ["1.99", "../../1.30", "latest"])
def test_an_unknown_kubernetes_version_is_refused_with_the_known_ones(client: Client, version: str) -> None:
    for tool, arguments in {
        "generate_infrastructure": {"bundle": MINIMAL, "dry_run": True},
        "validate_manifests": {"manifests": "kind: X\n"},
    }.items():
        (problem,) = client.refusal(tool, **arguments, kube_version=version)
        assert problem["code"] == "kube-version-unknown"
        assert "1.32" in problem["remedy"]


def test_a_helm_that_is_missing_is_told_with_its_remedy(serve: Callable[..., Any]) -> None:
    with serve(INFRA_ENGINEER_HELM_ENGINE="binary", INFRA_ENGINEER_HELM_BINARY="no-such-helm") as client:
        for _ in range(2):
            (problem,) = client.refusal("generate_infrastructure", bundle=MINIMAL)
            assert problem["code"] == "helm-missing"
            assert "no-such-helm" in problem["message"]
        assert not list(client.workspace.iterdir())


def _without_log(files: dict[str, bytes | str]) -> dict[str, bytes | str]:
    return {name: content for name, content in files.items() if name != "log"}
