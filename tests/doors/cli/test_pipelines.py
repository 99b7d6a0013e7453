"""Pipelines as their users get them: each template through `generate` and the gate; and what cannot be deployed."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_generate import files_in
from tests.support.generation import EXAMPLES
from tests.support.platforms import STATE, template_path

Program = Callable[..., Outcome]
BUNDLE = str(EXAMPLES / "billing-api.yaml")
AZURE = "pipelines/azure-pipelines.deploy.yaml"
GITHUB = "pipelines/github-actions.deploy.yaml"
RUN_ONCE = ("--set", "delivery.strategy={kind: runOnce}")
TASKS = {
    "helm-release-stage-v1": {"HelmDeploy@1", "Kubernetes@1", "ManualValidation@1"},
    "azure-pipelines-k8s-deploy-v1": {"KubernetesManifest@1", "Kubernetes@1", "ManualValidation@1"},
    "kustomize-deploy-v1": {"KubernetesManifest@1", "Kubernetes@1", "ManualValidation@1"},
    "kubectl-apply-v1": {"Kubernetes@1", "ManualValidation@1"},
}
WRONG = {
    "pipeline=helm-release-stage-v2": ("template-unknown", "Did you mean helm-release-stage-v1?"),
    "pipeline=github-helm-release-v1": ("template-unknown", "there is no pipeline template"),
    "pipeline=helm-release-stage-v1": ("pipeline-strategy", "cannot be deployed as canary"),
    "strategy.increments=[50, 10]": ("wrong-value", "increments must rise"),
    "strategy={kind: canary}": ("wrong-value", "canary needs increments"),
    "strategy={kind: runOnce, max_parallel: 2}": ("wrong-value", "belongs to the kind rolling"),
    "environments.prdo={approval: true}": ("environment-unknown", "Did you mean prod?"),
    "environments.prod.cluster=null": ("wrong-value", "go together"),
    "environments.dev={service_connection: 'a$(b)'}": ("wrong-value", "delivery.environments.dev.service_connection"),
}


def tasks_in(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        if "task" in data:
            yield data["task"]
        data = list(data.values())
    for item in data if isinstance(data, list) else []:
        yield from tasks_in(item)


@pytest.mark.parametrize("template", TASKS)
def test_each_template_passes_the_gate(template: str, program: Program, workspace: Path) -> None:
    outcome = program("generate", BUNDLE, "--set", f"delivery.pipeline={template}", *RUN_ONCE)
    assert outcome.code == 0, outcome.err
    stages = yaml.safe_load((workspace / "out" / AZURE).read_text())["stages"]
    assert set(tasks_in(stages)) == TASKS[template]
    assert [(stage["stage"], stage["dependsOn"]) for stage in stages] == [
        ("deploy_dev", []),
        ("deploy_staging", ["deploy_dev"]),
        ("deploy_prod", ["deploy_staging"]),
    ]
    files = files_in(workspace / "out")
    named = re.findall(r"parameters\.root \}\}/([\w./-]+)", (workspace / "out" / AZURE).read_text())
    assert named
    assert all(any(path == name or path.startswith(f"{name}/") for path in files) for name in named)


def test_rolling_a_whole_pipeline_and_the_older_helm_task(program: Program, workspace: Path) -> None:
    choices = ["pipeline=helm-release-stage-v1", "strategy={kind: rolling, max_parallel: 2}", "form=pipeline"]
    said = [part for choice in [*choices, "helm_task=HelmDeploy@0"] for part in ("--set", f"delivery.{choice}")]
    outcome = program("generate", BUNDLE, *said)
    assert outcome.code == 0, outcome.err
    written = yaml.safe_load((workspace / "out" / AZURE).read_text())
    assert written["trigger"] == "none"
    deployment = written["stages"][2]["jobs"][-1]
    assert deployment["strategy"]["rolling"]["maxParallel"] == 2
    assert "HelmDeploy@0" in set(tasks_in(deployment))


def test_the_ids_of_the_trace_are_variables(program: Program, workspace: Path) -> None:
    assert program("generate", BUNDLE).code == 0
    stage = yaml.safe_load((workspace / "out" / AZURE).read_text())["stages"][1]
    values = {item["name"]: item["value"] for item in stage["variables"] if "name" in item}
    assert values["trace_id"] == "trace-bil-4410"
    assert stage["variables"][0] == {"group": "vg-billing-staging"}
    assert yaml.safe_load((workspace / "out" / GITHUB).read_text())["env"]["TRACE_ID"] == "trace-bil-4410"


def test_without_the_part_no_pipeline_is_written(program: Program, workspace: Path) -> None:
    assert program("generate", BUNDLE, "--without", "pipelines").code == 0
    assert not (workspace / "out" / "pipelines").exists()


def test_one_environment_alone_has_one_stage(program: Program, workspace: Path) -> None:
    assert program("generate", BUNDLE, "-e", "staging").code == 0
    (stage,) = yaml.safe_load((workspace / "out" / AZURE).read_text())["stages"]
    assert stage["dependsOn"] == []


@pytest.mark.parametrize("said", WRONG)
def test_what_cannot_be_deployed_is_told_and_nothing_is_written(said: str, program: Program, workspace: Path) -> None:
    code, words = WRONG[said]
    outcome = program("generate", BUNDLE, "--set", f"delivery.{said}")
    assert outcome.code == 2
    assert f"error {code}" in outcome.err
    assert words in outcome.err
    assert not (workspace / "out").exists()


def test_a_pipeline_for_files_that_are_not_written_is_refused(program: Program, workspace: Path) -> None:
    choice = ("--set", "delivery.pipeline=kustomize-deploy-v1", *RUN_ONCE)
    outcome = program("generate", BUNDLE, *choice, "--without", "kustomize")
    assert outcome.code == 2
    assert "error pipeline-files" in outcome.err
    assert "Write kustomize too (--with kustomize)" in outcome.err


LEDGER = str(EXAMPLES / "payments-ledger.yaml")
#: What deploys dev, and how its identity becomes known, by back end.
APPLIED = {
    "bicep": ("az deployment sub create --name paymentsledger-dev", "identityClientId.value"),
    "terraform": ("terraform apply -input=false -auto-approve -var-file=dev.tfvars", "-raw identity_client_id"),
    "pulumi": ("pulumi up --yes --non-interactive --stack dev", "--stack dev identityClientId"),
}


@pytest.fixture
def with_state(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform that says where Terraform and Pulumi keep their state."""
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", template_path(workspace / "own", STATE))


@pytest.mark.usefixtures("with_state")
@pytest.mark.parametrize("back_end", APPLIED)
def test_resources_are_deployed_before_the_component_which_gets_their_identity(
    back_end: str, program: Program, workspace: Path
) -> None:
    outcome = program("generate", LEDGER, "--set", f"delivery.infrastructure.back_end={back_end}")
    assert outcome.code == 0, outcome.err
    deployed, told = APPLIED[back_end]
    stages = yaml.safe_load((workspace / "out" / AZURE).read_text())["stages"]
    jobs = {job.get("job", "deployment"): job for job in stages[1]["jobs"]}
    assert list(jobs) == ["check", "approve", "infrastructure", "deployment"]
    assert jobs["infrastructure"]["dependsOn"] == "approve"
    assert jobs["check"]["steps"][-1]["displayName"] == "Show what would change in Azure"
    step = stages[0]["jobs"][1]["steps"][1]
    assert step["inputs"]["azureSubscription"] == "azure-dev"
    assert deployed in step["inputs"]["inlineScript"]
    assert told in step["inputs"]["inlineScript"]
    release = stages[0]["jobs"][2]["strategy"]["runOnce"]["deploy"]["steps"][1]["inputs"]["arguments"]
    assert "--set-string secretProviderClasses[0].parameters.clientID=$(identityClientId)" in release
    steps = yaml.safe_load((workspace / "out" / GITHUB).read_text())["jobs"]["deploy_dev"]["steps"]
    ids = [found["id"] for found in steps if "id" in found]
    assert ids == ["infrastructure", "release"]
    assert deployed in next(found["run"] for found in steps if found.get("id") == "infrastructure")
    backends = {path.name for path in (workspace / "out" / "terraform").glob("*.tfbackend")}
    assert backends == {"dev.tfbackend", "prod.tfbackend"}
    assert (
        'key                  = "acme/paymentsledger/dev.tfstate"'
        in (workspace / "out/terraform/dev.tfbackend").read_text()
    )


def test_without_an_identity_nothing_is_told_of_one(program: Program, workspace: Path) -> None:
    bundle = workspace / "bundle.yaml"
    resources = "resources: {location: westeurope, log_analytics: {}}\n"
    delivery = "delivery: {infrastructure: {back_end: bicep, service_connection: azure}}\n"
    bundle.write_text((EXAMPLES / "minimal.yaml").read_text() + resources + delivery)
    outcome = program("generate", str(bundle), "--with", "bicep", "--with", "pipelines")
    assert outcome.code == 0, outcome.err
    text = (workspace / "out" / AZURE).read_text()
    assert "az deployment sub create" in text
    assert "identityClientId" not in text


def test_everything_that_a_deployment_of_resources_lacks_is_told(program: Program, workspace: Path) -> None:
    said = "delivery.infrastructure={back_end: terraform}"
    outcome = program("generate", LEDGER, "--set", said, "--without", "terraform")
    assert outcome.code == 2
    assert "error pipeline-files" in outcome.err
    assert outcome.err.count("error pipeline-infrastructure") == 2
    assert "Set service_connection in delivery.infrastructure of the bundle" in outcome.err
    assert "Set state.terraform in the policy's infrastructure.yaml." in outcome.err
    assert not (workspace / "out").exists()


def test_resources_that_no_pipeline_deploys_are_told(program: Program, workspace: Path) -> None:
    outcome = program("generate", LEDGER, "--set", "delivery.infrastructure=null")
    assert outcome.code == 0, outcome.err
    assert outcome.err.count("warning pipeline-resources") == 1
    assert "AzureCLI" not in (workspace / "out" / AZURE).read_text()
