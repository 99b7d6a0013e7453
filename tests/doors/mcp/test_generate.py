import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent
from foundation.model.run.artifacts import sha256
from tests.doors.mcp.conftest import Client, files_below
from tests.support.generation import APPLICATION, EXAMPLES, SUCCESSES, Case, read_case, request_of

pytestmark = pytest.mark.xdist_group("mcp")

ORDER = (EXAMPLES / "order-service.yaml").read_text()
#: An application has files beside it.
OPEN = [case for case in SUCCESSES if not case.knowing and case.file != APPLICATION]


def test_a_bundle_becomes_files_below_the_workspace(client: Client) -> None:
    answer = client.answer("generate_infrastructure", bundle=ORDER)
    folder = client.workspace / "out" / "orderservice"
    index = json.loads((folder / "artifacts.json").read_text())
    assert answer["status"] == "generated"
    assert answer["component"] == "OrderService"
    assert answer["environments"] == ["dev", "staging", "prod"]
    assert answer["digest"] == index["digest"]
    assert answer["chart_path"] == "charts/orderservice/"
    assert (folder / answer["chart_path"] / "Chart.yaml").is_file()
    assert [entry for entry in index["artifacts"] if entry["path"] != "report.json"] == answer["artifacts"]
    for entry in answer["artifacts"]:
        content = (folder / entry["path"]).read_bytes()
        assert (entry["sha256"], entry["size"]) == (sha256(content), len(content))
    assert not [name for name in answer if name.endswith("_left_out") and answer[name]]


def test_the_answer_tells_events_and_receipt_of_the_run(client: Client) -> None:
    first = client.answer("generate_infrastructure", bundle=ORDER, output="twice/orders")
    folder = client.workspace / "twice" / "orders"
    lines = (folder / "events.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == first["events"]
    assert {event["event"] for event in first["events"]} >= {"InfrastructureGenerated", "HelmChartReady"}
    count = len(first["artifacts"]) + 1  # and the report
    assert first["receipt"] == {"location": "twice/orders", "written": count, "unchanged": 0, "removed": 0}
    again = client.answer("generate_infrastructure", bundle=ORDER, output="twice/orders", force=True)
    assert again["receipt"] == {"location": "twice/orders", "written": 0, "unchanged": count, "removed": 0}
    assert {**again, "receipt": None} == {**first, "receipt": None}


def test_an_upgrade_that_will_be_refused_is_told(client: Client) -> None:
    stateful = {
        "trace_id": "t-1",
        "blueprint_id": "b-1",
        "component_scope": "Order",
        "target_environment": "dev",
        "component": {
            "name": "Ledger",
            "type": "stateful-service",
            "transport": "tcp",
            "container_image": "a/ledger:1.0.0",
            "ports": [{"name": "tcp", "port": 5432}],
        },
    }

    def generated(size: str) -> dict[str, Any]:
        claims = [{"name": "data", "size": size, "mount_path": "/data"}]
        bundle = {**stateful, "component": {**stateful["component"], "claims": claims}}
        return client.answer("generate_infrastructure", bundle=bundle, output="upgraded")

    assert generated("10Gi")["output_findings"] == []
    answer = generated("20Gi")
    assert answer["status"] == "generated"
    (finding,) = answer["output_findings"]
    assert (finding["code"], finding["file"]) == ("upgrade-refused", "manifests/dev/statefulset.yaml")
    assert finding["cause"]["path"] == "component.claims[data]"


def test_again_nothing_is_done_and_the_answer_says_the_same(client: Client) -> None:
    first = client.answer("generate_infrastructure", bundle=ORDER, output="again/orders")
    before = files_below(client.workspace / "again")
    again = client.answer("generate_infrastructure", bundle=ORDER, output="again/orders")
    assert (first["status"], again["status"]) == ("generated", "unchanged")
    assert files_below(client.workspace / "again") == before
    same = {"component", "digest", "chart_path", "environments", "artifacts", "events", "problems", "kube_version"}
    assert {name: again[name] for name in same} == {name: first[name] for name in same}
    count = len(first["artifacts"]) + 1
    assert again["receipt"] == {"location": "again/orders", "written": 0, "unchanged": count, "removed": 0}


def test_text_and_structure_of_an_answer_say_the_same(client: Client) -> None:
    result = client.call("generate_infrastructure", bundle=ORDER, dry_run=True)
    (block,) = result.content
    assert block.type == "text"
    assert json.loads(block.text) == result.structuredContent


@pytest.mark.parametrize("case", OPEN, ids=str)
def test_digests_equal_those_of_the_runner(client: Client, agent: Agent, case: Case) -> None:
    source = read_case(case)
    expected = agent.runner.generate(request_of(source, None)).artifacts
    assert expected is not None
    for bundle in (case.file.read_text(), source.bundle.model_dump(mode="json", by_alias=True, exclude_unset=True)):
        answer = client.answer("generate_infrastructure", bundle=bundle, dry_run=True)
        assert answer["digest"] == expected.digest
        assert {entry["path"]: entry["sha256"] for entry in answer["artifacts"]} == {
            file.path: file.digest for file in expected.files
        }


def test_an_application_is_generated_whole_or_one_component_of_it(client: Client) -> None:
    component = {"type": "worker", "transport": "queue", "container_image": "acme/a:1.0.0"}
    bundle: dict[str, Any] = {"trace_id": "t", "blueprint_id": "b", "component_scope": "Order"}
    one = {**bundle, "components": [{"name": "One", **component}]}
    assert client.answer("generate_infrastructure", bundle=one, dry_run=True)["component"] == "One"
    two = {**one, "components": [{"name": name, **component} for name in ("One", "Two")]}
    answer = client.answer("generate_infrastructure", bundle=two, output="application")
    assert answer["status"] == "generated"
    told = [(one["component"], one["status"], one["location"]) for one in answer["components"]]
    assert told == [("One", "generated", "application/one"), ("Two", "generated", "application/two")]
    assert {event["component"] for event in answer["events"] if "component" in event} == {"One", "Two"}
    digests = {one["component"]: one["digest"] for one in answer["components"]}
    single = client.answer("generate_infrastructure", bundle=two, component="Two", dry_run=True)
    assert single["component"] == "Two"
    assert single["digest"] == digests["Two"]
    again = client.answer("generate_infrastructure", bundle=two, output="application")
    assert [again["status"], *(one["status"] for one in again["components"])] == ["unchanged"] * 3
    two["components"][1]["container_image"] = "acme/a"
    mixed = client.call("generate_infrastructure", bundle=two, output="application").structuredContent or {}
    assert mixed["status"] == "failed"
    assert [problem["path"] for problem in mixed["problems"]] == ["component.container_image"]
    result = client.call("plan_generation", bundle=two)
    assert result.isError
    assert "the application has 2 components; this takes one" in result.content[0].text


def test_a_dry_run_saves_nothing(client: Client) -> None:
    before = files_below(client.workspace)
    answer = client.answer("generate_infrastructure", bundle=ORDER, output="dry", dry_run=True)
    assert answer["status"] == "generated"
    assert answer["artifacts"]
    assert "receipt" not in answer
    assert files_below(client.workspace) == before


def test_environments_and_kubernetes_version_are_taken_from_the_call(client: Client) -> None:
    arguments: dict[str, Any] = {"environments": ["production"], "kube_version": "1.30", "dry_run": True}
    answer = client.answer("generate_infrastructure", bundle=ORDER, **arguments)
    assert answer["environments"] == ["prod"]
    assert answer["kube_version"] == "1.30"
    assert {entry["path"].split("/")[1] for entry in answer["artifacts"] if "manifests/" in entry["path"]} == {"prod"}


def test_parts_of_the_output_are_chosen_by_name(client: Client) -> None:
    parts = {"kustomize": True, "chart": False}
    answer = client.answer("generate_infrastructure", bundle=ORDER, parts=parts, dry_run=True)
    assert {entry["path"].split("/")[0] for entry in answer["artifacts"]} == {"kustomize", "manifests"}
    (problem,) = client.refusal("generate_infrastructure", bundle=ORDER, parts={"kustomise": True})
    assert (problem["path"], problem["remedy"]) == ("parts.kustomise", "Did you mean kustomize?")


def test_null_stands_for_an_argument_that_is_left_out(client: Client) -> None:
    nothing = dict.fromkeys(["environments", "output", "parts", "kube_version"])
    answer = client.answer("generate_infrastructure", bundle=ORDER, dry_run=True, **nothing)
    assert answer == client.answer("generate_infrastructure", bundle=ORDER, dry_run=True)


def test_null_inside_a_bundle_reaches_the_agent(client: Client) -> None:
    bundle = yaml.safe_load(ORDER)
    bundle["component"]["liveness_probe"] = None
    answer = client.answer("generate_infrastructure", bundle=bundle, dry_run=True)
    taken = [finding["path"] for finding in answer["findings"] if finding["code"] == "probe-default"]
    assert taken == ["component.readiness_probe"]


def test_a_blocked_gate_is_an_answer_and_leaves_the_output_as_it_was(client: Client) -> None:
    client.answer("generate_infrastructure", bundle=ORDER, output="blocked")
    before = files_below(client.workspace)
    hostile = ORDER.replace("orderservice:1.0.0", "orderservice:latest")
    answer = client.answer("generate_infrastructure", bundle=hostile, output="blocked")
    assert answer["status"] == "blocked"
    assert answer["failure"] == "policy_violation"
    assert "receipt" not in answer
    (finding, *_) = answer["findings"]
    assert (finding["code"], finding["severity"]) == ("image-tag", "error")
    assert "latest" in finding["message"]
    assert [event["event"] for event in answer["events"]] == ["InfraValidationFailed", "InfrastructureGenerationFailed"]
    assert files_below(client.workspace) == before


def test_what_no_api_server_takes_is_answered_as_wrong_input(client: Client) -> None:
    bundle = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text())
    bundle["component"]["service"] = {"externalTrafficPolicy": "Local"}
    answer = client.answer("generate_infrastructure", bundle=bundle, dry_run=True)
    assert (answer["status"], answer["failure"]) == ("blocked", "yaml_schema_error")
    (error,) = [finding for finding in answer["findings"] if finding["severity"] == "error"]
    assert (error["code"], error["cause"]["path"]) == (
        "service-combinations",
        "component.service.externalTrafficPolicy",
    )


def test_a_file_that_a_person_edited_is_not_replaced(client: Client) -> None:
    client.answer("generate_infrastructure", bundle=ORDER, output="edited")
    (client.workspace / "edited" / "manifests" / "dev" / "service.yaml").write_text("# mine\n")
    before = files_below(client.workspace)
    changed = ORDER.replace("replicas: 2", "replicas: 3")
    (problem,) = client.refusal("generate_infrastructure", bundle=changed, output="edited")
    assert problem["code"] == "file-edited"
    assert problem["file"].endswith("manifests/dev/service.yaml")
    assert files_below(client.workspace) == before


def test_calls_at_the_same_time_do_not_disturb_each_other(client: Client, agent: Agent) -> None:
    calls: list[tuple[str, dict[str, Any]]] = []
    for case in OPEN:
        bundle = case.file.read_text()
        calls.append(("generate_infrastructure", {"bundle": bundle, "output": f"together/{case.name}"}))
        calls.append(("plan_generation", {"bundle": bundle}))
    results = client.call_together(calls)
    for case, result in zip(OPEN, results[::2], strict=True):
        expected = agent.runner.generate(request_of(read_case(case), None)).artifacts
        assert expected is not None
        assert result.structuredContent is not None
        assert result.structuredContent["digest"] == expected.digest
        for file in expected.files:
            assert (client.workspace / "together" / case.name / file.path).read_bytes() == file.content
    assert not any(result.isError for result in results)


def test_both_helm_engines_give_the_same_through_the_door(
    client: Client, serve: Callable[..., Any], helm_binary: str
) -> None:
    expected = client.answer("generate_infrastructure", bundle=ORDER, dry_run=True)
    with serve(INFRA_ENGINEER_HELM_ENGINE="binary", INFRA_ENGINEER_HELM_BINARY=helm_binary) as other:
        assert other.answer("generate_infrastructure", bundle=ORDER, dry_run=True) == expected
