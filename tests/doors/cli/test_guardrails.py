import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
MINIMAL = EXAMPLES / "minimal.yaml"
URL = "https://git.example.com/acme/ping/pull/7"


def with_pull_request(folder: Path, text: str) -> str:
    path = folder / "bundle.yaml"
    path.write_text(MINIMAL.read_text() + f"pull_request: {text}\n")
    return str(path)


def trace_id(program: Program) -> str:
    found: str = json.loads(program("validate", str(MINIMAL), "--json").out)["trace_id"]
    return found


def test_a_missing_trace_aborts(program: Program, workspace: Path) -> None:
    outcome = program("generate", str(EXAMPLES / "user-service.json"), "--json")
    result = json.loads(outcome.out)
    assert (outcome.code, result["failure"]) == (2, "trace_missing")
    assert [event["event"] for event in result["events"]] == ["InfrastructureGenerationFailed"]
    assert not (workspace / "out").exists()


def test_a_linked_pull_request_changes_nothing(program: Program, workspace: Path) -> None:
    bundle = with_pull_request(workspace, f"{{url: '{URL}', trace_id: {trace_id(program)}}}")
    assert program("generate", bundle).code == 0


@pytest.mark.parametrize(
    ("link", "where", "said"),
    [("", "pull_request", "to no trace"), (", trace_id: other", "pull_request.trace_id", "other")],
)
def test_an_unlinked_pull_request_blocks_with_a_warning(
    program: Program, workspace: Path, link: str, where: str, said: str
) -> None:
    bundle = with_pull_request(workspace, f"{{url: '{URL}'{link}}}")
    outcome = program("generate", bundle, "--json")
    result = json.loads(outcome.out)
    assert (outcome.code, result["failure"]) == (1, "pull_request_unlinked")
    (event,) = result["events"]
    assert (event["event"], event["severity"], event["failure"]) == (
        "InfrastructureGenerationFailed",
        "warning",
        "pull_request_unlinked",
    )
    (problem,) = result["problems"]
    assert (problem["path"], problem["file"]) == (where, bundle)
    assert problem["line"]
    assert said in problem["message"]
    assert not (workspace / "out").exists()


@pytest.mark.parametrize(
    "url", ["ftp://x/y", "https://user:secret@git.example.com/x", "https://git.example.com/x?t=s", "x"]
)
def test_addresses_with_credentials_are_refused_and_not_repeated_in_events(
    program: Program, workspace: Path, url: str
) -> None:
    outcome = program("generate", with_pull_request(workspace, f"{{url: '{url}', trace_id: x}}"))
    assert outcome.code == 2
    assert "pull_request.url" in outcome.err


def test_an_undefined_environment_falls_back_to_dev_with_a_warning(program: Program) -> None:
    outcome = program("generate", str(EXAMPLES / "undefined-environment.yaml"))
    assert outcome.code == 0
    assert "warning environment-fallback" in outcome.err


@pytest.mark.parametrize("command", ["generate", "diff", "plan", "explain", "validate"])
def test_a_misspelt_environment_replaces_nothing(command: str, program: Program, workspace: Path) -> None:
    bundle = str(EXAMPLES / "order-service.yaml")
    outcome = program(command, bundle, "--env", "dev", "--env", "prdo")
    assert outcome.code == 2
    assert "environment-unknown  --env\n" in outcome.err
    assert "Did you mean prod? There are dev, prod, qa, staging; " in outcome.err
    assert not (workspace / "out").exists()


@pytest.mark.parametrize("command", ["generate", "diff", "plan", "explain", "validate"])
def test_a_misspelt_environment_of_the_bundle_replaces_nothing(command: str, program: Program, workspace: Path) -> None:
    (workspace / "bundle.yaml").write_text(
        f"{MINIMAL.read_text()}environments: {{dev: {{}}, prdo: {{replicas: 3}}}}\n"
        "tenants: {acme: {environments: {stagin: {}}}}\n"
    )
    outcome = program(command, "bundle.yaml")
    if command == "plan":  # a plan says which steps there are, and merges nothing
        return
    assert outcome.code == 2
    assert "error environment-misspelt  bundle.yaml:" in outcome.err
    assert " environments.prdo\n" in outcome.err
    assert " tenants.acme.environments.stagin\n" in outcome.err
    assert "Did you mean prod? " in outcome.err
    assert "Did you mean staging? " in outcome.err
    assert not (workspace / "out").exists()


def test_an_application_is_told_of_both_its_own_and_its_components(program: Program, workspace: Path) -> None:
    (workspace / "shop.yaml").write_text(
        "trace_id: t\nblueprint_id: b\ncomponent_scope: Order\nenvironments: {prdo: {}}\n"
        "components:\n  - name: Orders\n    type: microservice\n    transport: http\n"
        "    container_image: a/b:1.0.0\n    environments: {stagin: {}}\n"
    )
    outcome = program("generate", "shop.yaml")
    assert outcome.code == 2
    places = [line for line in outcome.err.splitlines() if line.startswith("error environment-misspelt")]
    assert len(places) == 2
    assert {place.split()[2].split(":")[1] for place in places} == {"4", "10"}
