"""The agent deploys itself: what `make self` makes passes the gate as it is, and says what the agent's code says."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
import typer.main
import yaml

from agent import __version__
from agent.doors.access.middleware import OPEN_PATHS
from agent.doors.cli.app import app_for
from agent.doors.worker.fleet import Fleet
from agent.settings import Settings, require_known
from foundation.model.fleet import GROUP, intake_addresses
from plugins.k8s_validator.schemas.store import schema_store
from tests.support.generation import OWN_CASES, ROOT, Case, Generated

API, WORKER, RELAY, PRUNE = OWN_CASES
Generate = Callable[[Case], Generated]
#: A password as the templates of ExternalSecrets write it, and an address that a pod may get.
PLAIN, ESCAPED, POD_IP = "{{ .password }}", "{{ .password | urlquery }}", "10.0.0.7"


def objects(outcome: Generated, environment: str = "prod") -> list[dict[str, Any]]:
    return [
        item
        for text in outcome.manifests(environment).values()
        for item in yaml.safe_load_all(text)
        if item is not None
    ]


def of_kind(outcome: Generated, kind: str) -> list[dict[str, Any]]:
    return [item for item in objects(outcome) if item["kind"] == kind]


def container(outcome: Generated) -> dict[str, Any]:
    (workload,) = [*of_kind(outcome, "Deployment"), *of_kind(outcome, "CronJob")]
    spec = workload["spec"]
    pod = (spec["jobTemplate"]["spec"] if "jobTemplate" in spec else spec)["template"]["spec"]
    (found,) = pod["containers"]
    assert isinstance(found, dict)
    return found


def environment_of(outcome: Generated) -> dict[str, str]:
    """The variables that a pod's container has in production, with a password where the Secret has one."""
    found: dict[str, str] = {}
    maps = {item["metadata"]["name"]: item["data"] for item in of_kind(outcome, "ConfigMap")}
    secrets = {
        item["metadata"]["name"]: item["spec"]["target"].get("template", {}).get("data", {})
        for item in of_kind(outcome, "ExternalSecret")
    }
    for source in container(outcome)["envFrom"]:
        found |= maps[source["configMapRef"]["name"]]
    for variable in container(outcome)["env"]:
        key = variable.get("valueFrom", {}).get("secretKeyRef")
        text = secrets[key["name"]][key["key"]] if key else variable.get("value", POD_IP)
        found[variable["name"]] = text.replace("$(POD_IP)", POD_IP).replace(ESCAPED, "s3").replace(PLAIN, "s3")
    return found


@pytest.mark.parametrize("case", OWN_CASES, ids=str)
def test_its_own_gate_passes_without_waivers(case: Case, generated: Generate) -> None:
    outcome = generated(case)
    report = outcome.result.report
    assert outcome.result.status == "generated"
    assert report is not None
    assert report.exceptions == []
    assert [finding for finding in report.findings if finding.severity != "advice"] == []
    assert outcome.environments == ["dev", "staging", "prod"]
    written = {path.name for path in (outcome.folder / "pipelines").iterdir()}
    assert written == {"azure-pipelines.deploy.yaml", "github-actions.deploy.yaml"}


@pytest.mark.parametrize("case", OWN_CASES, ids=str)
def test_pods_are_started_as_the_agent_can_be_started(
    case: Case, generated: Generate, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = generated(case)
    made = environment_of(outcome)
    require_known(made)
    for name, value in made.items():
        monkeypatch.setenv(name, value)
    assert Settings().memory == made["INFRA_ENGINEER_MEMORY"]
    command: Any = typer.main.get_command(app_for())
    arguments = list(container(outcome)["args"])
    with ExitStack() as stack:
        while arguments and hasattr(command, "commands"):
            context = command.make_context(None, arguments, resilient_parsing=False)
            stack.enter_context(context)
            arguments = [*context._protected_args, *context.args]
            if not arguments:
                break
            _, command, arguments = command.resolve_command(context, arguments)
        assert command.make_context(command.name, arguments).params
    image = container(outcome)["image"]
    assert image.rpartition(":")[2] == __version__


def test_probes_ask_what_anybody_may_ask(generated: Generate) -> None:
    for case, port in ((API, 8080), (WORKER, 8081)):
        asked = container(generated(case))
        assert str(port) in asked["args"]
        names = {one["name"]: one["containerPort"] for one in asked["ports"]}
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            get = asked[probe]["httpGet"]
            assert get["path"] in OPEN_PATHS
            assert names[get["port"]] == port


def test_the_api_knows_the_names_that_it_is_asked_by(generated: Generate) -> None:
    outcome = generated(API)
    made = environment_of(outcome)
    (service,) = of_kind(outcome, "Service")
    (ingress,) = of_kind(outcome, "Ingress")
    head = service["metadata"]
    assert made["INFRA_ENGINEER_ALLOWED_HOSTS"].split() == [f"{head['name']}.{head['namespace']}.svc", POD_IP]
    assert [rule["host"] for rule in ingress["spec"]["rules"]] == [urlsplit(made["INFRA_ENGINEER_PUBLIC_URL"]).hostname]


def test_workers_are_as_many_as_what_waits_for_them_needs(generated: Generate, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = generated(WORKER)
    (scaled,) = of_kind(outcome, "ScaledObject")
    made = environment_of(outcome)
    for name, value in made.items():
        monkeypatch.setenv(name, value)
    docket = Fleet(Settings()).docket
    (intake,) = intake_addresses(made["INFRA_ENGINEER_INTAKE"])
    wanted = [
        (made["INFRA_ENGINEER_FLEET"], docket.stream_key, docket.worker_group_name),
        (intake.name, intake.stream, GROUP),
    ]
    for trigger, (address, stream, group) in zip(scaled["spec"]["triggers"], wanted, strict=True):
        told, place = trigger["metadata"], urlsplit(address)
        assert trigger["type"] == "redis-streams"
        assert (told["stream"], told["consumerGroup"]) == (stream, group)
        assert f"{told['address']}/{told['databaseIndex']}" == f"{place.hostname}:{place.port}{place.path}"
    (login,) = of_kind(outcome, "TriggerAuthentication")
    assert {one["authenticationRef"]["name"] for one in scaled["spec"]["triggers"]} == {login["metadata"]["name"]}


def test_the_gate_knows_the_shape_of_what_scales_the_workers(generated: Generate) -> None:
    (scaled,) = of_kind(generated(WORKER), "ScaledObject")
    schema = schema_store("1.32").validator(scaled["apiVersion"], scaled["kind"])
    assert schema is not None
    assert schema.is_valid(scaled)
    assert not schema.is_valid({**scaled, "spec": {**scaled["spec"], "coolPeriod": 300}})


def test_dashboards_and_alerts_are_those_that_telemetry_writes(generated: Generate) -> None:
    maps = [item for item in of_kind(generated(API), "ConfigMap") if len(item["data"]) == 1]
    found = {name: text for item in maps for name, text in item["data"].items()}
    assert found == {
        "infra-engineer.json": (ROOT / "deploy/grafana/infra-engineer.json").read_text(),
        "infra-engineer.rules.yaml": (ROOT / "deploy/prometheus/infra-engineer.rules.yaml").read_text(),
    }
