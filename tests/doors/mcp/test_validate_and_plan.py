import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent, build_agent
from agent.doors.mcp.tools.validate import ValidateArguments, validate_manifests
from foundation.model.access import local_principal
from foundation.model.destination import workspace
from foundation.model.run.request import Options
from plugins.k8s_validator.rules.checks import CHECKS
from tests.doors.mcp.conftest import Client
from tests.support.generation import EXAMPLES, SUCCESSES, Generated, read_case, request_of, settings_in

pytestmark = pytest.mark.xdist_group("mcp")

CASE = next(case for case in SUCCESSES if case.name == "order-service")
ORDER = (EXAMPLES / "order-service.yaml").read_text()
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n"


@pytest.fixture
def manifests(generated: Any) -> str:
    output: Generated = generated(CASE)
    return "---\n".join(output.manifests("prod").values())


def test_generated_manifests_pass(client: Client, manifests: str) -> None:
    answer = client.answer("validate_manifests", manifests=manifests)
    assert answer["status"] == "passed"
    assert not [finding for finding in answer["findings"] if finding["severity"] == "error"]
    assert [check["code"] for check in answer["checks"]] == list(CHECKS)
    assert {check["status"] for check in answer["checks"]} == {"passed", "skipped"}
    assert all(check["reason"] for check in answer["checks"] if check["status"] == "skipped")


def test_a_mistake_is_found_where_it_stands(client: Client, manifests: str) -> None:
    broken = manifests.replace("targetPort:", "targetProt:")
    line = next(number for number, text in enumerate(broken.splitlines(), 1) if "targetProt" in text)
    answer = client.answer("validate_manifests", manifests=broken)
    assert answer["status"] == "blocked"
    (finding,) = [finding for finding in answer["findings"] if finding["severity"] == "error"]
    assert finding["code"] == "schema"
    assert "targetProt" in finding["message"]
    assert finding["object"] == "Service/orderservice"
    assert finding["file"] == "manifests.yaml"
    assert line - 5 < finding["line"] <= line


def test_the_kubernetes_version_decides_which_schemas_hold(client: Client) -> None:
    text = CONFIG_MAP.replace("v1", "flowcontrol.apiserver.k8s.io/v1beta3").replace("ConfigMap", "FlowSchema")

    def codes(version: str) -> set[str]:
        answer = client.answer("validate_manifests", manifests=text, kube_version=version)
        assert answer["kube_version"] == version
        return {finding["code"] for finding in answer["findings"]}

    assert "schema-missing" not in codes("1.28")
    assert "schema-missing" in codes("1.37")


@pytest.mark.parametrize(("expires", "code"), [("2025-05-07", None), ("2025-05-06", "exception-expired")])
def test_exceptions_of_the_platform_hold_until_their_day(
    expires: str, code: str | None, manifests: str, tmp_path: Path
) -> None:
    (tmp_path / "policies").mkdir()
    text = f"{{check: image-tag, reason: it is a lab, approver: security, expires: {expires}}}"
    (tmp_path / "policies" / "exceptions.yaml").write_text(f"policy_exceptions: [{text}]\n")
    agent = build_agent(settings_in(tmp_path / "state", template_path=str(tmp_path)))
    broken = re.sub(r"image: .*order.*", "image: ghcr.io/connectsoft/orderservice:latest", manifests)
    assert broken != manifests
    answer = validate_manifests(agent, ValidateArguments(manifests=broken), local_principal("tester"))
    expected = ("passed", set()) if code is None else ("blocked", {"image-tag", code})
    assert (answer.status, {one.code for one in answer.findings if one.severity != "advice"}) == expected


def test_the_digest_names_the_text_that_was_checked(client: Client, manifests: str) -> None:
    digests = [client.answer("validate_manifests", manifests=text)["digest"] for text in (manifests, manifests + "\n")]
    assert digests[0] != digests[1]
    assert client.answer("validate_manifests", manifests=manifests)["digest"] == digests[0]


def test_findings_without_end_are_cut_and_counted(client: Client) -> None:
    few = client.answer("validate_manifests", manifests=CONFIG_MAP)
    each = len(few["findings"])
    many = "---\n".join(CONFIG_MAP.replace("name: x", f"name: x{number}") for number in range(500))
    result = client.call("validate_manifests", manifests=many)
    assert result.structuredContent is not None
    assert few["findings_left_out"] == 0
    assert len(result.structuredContent["findings"]) + result.structuredContent["findings_left_out"] == 500 * each
    assert len(result.content[0].text) < 40_000  # type: ignore[union-attr]


def test_a_finding_does_not_quote_a_value_at_any_length(client: Client) -> None:
    answer = client.answer("validate_manifests", manifests=CONFIG_MAP + f"data:\n  key: [{'x' * 100_000}]\n")
    (finding,) = [finding for finding in answer["findings"] if finding["code"] == "schema"]
    assert len(finding["message"]) == 500
    assert finding["message"].endswith("…")


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "[" * 100_000,
        "a: &a [*a]\n",
        CONFIG_MAP + "data: !!python/object:os.system {a: b}\n",
        CONFIG_MAP + "data:\n  <<: {a: b}\n",
        CONFIG_MAP + "metadata: {}\n",
        CONFIG_MAP + "? [a, b]\n: c\n",
        'a: "\0"\n',
        "{{ .Values.x }}\n",
    ],
    ids=["bomb", "depth", "cycle", "tag", "merge key", "duplicate", "key", "NUL", "template"],
)
def test_hostile_text_is_a_finding(client: Client, text: str) -> None:
    answer = client.answer("validate_manifests", manifests=text)
    assert answer["status"] == "blocked"
    assert "yaml-syntax" in {finding["code"] for finding in answer["findings"]}


def test_keys_that_are_no_text_in_yaml_are_text_in_kubernetes(client: Client) -> None:
    numbers = client.answer("validate_manifests", manifests=CONFIG_MAP + "data: {1: a, true: b, null: c}\n")
    assert "schema" not in {finding["code"] for finding in numbers["findings"]}
    twice = client.answer("validate_manifests", manifests=CONFIG_MAP + 'data: {1: a, "1": b}\n')
    assert twice["findings"][0]["code"] == "yaml-syntax"


@pytest.mark.parametrize("text", ["", " \n", "---\n---\n", "# nothing\n"])
def test_a_text_without_objects_proves_nothing(client: Client, text: str) -> None:
    (problem,) = client.refusal("validate_manifests", manifests=text)
    assert problem["code"] == "no-manifests"


def test_a_plan_shows_the_steps_that_a_run_takes(client: Client, agent: Agent) -> None:
    answer = client.answer("plan_generation", bundle=ORDER)
    request = request_of(read_case(CASE), None)
    options = Options(destination=workspace("out/orderservice"))
    plan = agent.runner.describe(request.model_copy(update={"options": options}))
    assert answer["status"] == "planned"
    assert answer["component"] == "OrderService"
    assert answer["environments"] == ["dev", "staging", "prod"]
    assert answer["steps"] == [step.model_dump() for step in plan.steps]
    assert answer["reasons"] == plan.reasons
    assert "observability.otel_enabled" in answer["reasons"]["otel_injection.inject"]


def test_a_plan_follows_the_bundle_and_the_call(client: Client) -> None:
    bundle = yaml.safe_load(ORDER)
    del bundle["observability"]
    answer = client.answer("plan_generation", bundle=bundle, environments=["production", "qa"])
    assert answer["environments"] == ["prod", "qa"]
    assert "otel_injection.inject" not in [step["name"] for step in answer["steps"]]
    assert answer["reasons"]["otel_injection.inject"].startswith("left out")


@pytest.mark.parametrize("tool", ["plan_generation", "generate_infrastructure"])
def test_a_misspelt_environment_is_refused(client: Client, tool: str) -> None:
    (problem,) = client.refusal(tool, bundle=ORDER, environments=["prdo"])
    assert problem["code"] == "environment-unknown"
    assert problem["remedy"].startswith("Did you mean prod? There are dev, prod, qa, staging; ")
