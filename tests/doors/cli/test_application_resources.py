"""An application whose components have Azure resources: every name, one pipeline for all, what they share."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.doors.cli.conftest import Outcome
from tests.support.in_process import run_here
from tests.support.pipelines.running import Machine
from tests.support.pipelines.stand_in import CLIENT_ID
from tests.support.platforms import NETWORKS, STATE, template_path

Program = Callable[..., Outcome]
APPLICATION = """
application: Shop
trace_id: trace-shp-3006
blueprint_id: usecase-browse-shop
component_scope: Order
tenant: acme
security_profile: {enable_identity_binding: true}
components:
  - {name: Catalog, type: microservice, transport: grpc, container_image: acme/catalog:2.1.0, calls: [], called_by: []}
  - name: Checkout
    type: microservice
    transport: http
    container_image: acme/checkout:2.1.0
    calls: [{component: Catalog}]
    called_by: []
target_environment: [dev, prod]
output: {bicep: true, terraform: true, pulumi: true, pipelines: true, kustomize: true}
resources:
  location: westeurope
  identity: {issuers: {dev: "https://oidc.example.org/dev/", prod: "https://oidc.example.org/prod/"}}
  log_analytics: {}
  key_vault: {use: [reader]}
  storage_accounts: [{name: files, containers: [pages], use: [reader]}]
  service_buses: [{name: events, queues: [orders], use: [sender]}]
  postgres_servers: [{name: orders, databases: [orders], use: [administrator]}]
  registry: {name: acmeregistry, resource_group: rg-shared}
delivery:
  targets: [azure-devops, github-actions]
  infrastructure: {back_end: terraform, service_connection: "azure-{env}"}
"""
COMPONENTS = ("catalog", "checkout")
#: Every name in Azure of one component and environment; the other has the same but for its own words and digests.
NAMES = {
    "resourceGroupName": "rg-acme-catalog-prod",
    "logsName": "log-acme-catalog-prod",
    "identityName": "id-acme-catalog-prod",
    "vaultName": "kv-catalog-prod-qn6c2",
    "filesName": "stcatalogfilesprodmgsro",
    "eventsName": "sb-acme-catalog-events-prod-hw4pk",
    "ordersName": "psql-acme-catalog-orders-prod-uafc7",
    "registryName": "acmeregistry",
    "registryResourceGroup": "rg-shared",
    "federatedSubject": "system:serviceaccount:cs-acme-catalog:catalog",
}
#: What all components mean alike: somebody else made it.
SHARED = {"acmeregistry", "rg-shared"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the application, for all of this module."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "shop.yaml").write_text(APPLICATION)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INFRA_ENGINEER_STATE_DIR", str(folder / "state"))
        patch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", template_path(folder / "own", NETWORKS, STATE))
        patch.setenv("SOURCE_DATE_EPOCH", "1746657912")
        assert run_here("generate", str(folder / "shop.yaml"), "-o", str(folder / "out")) == 0
    return folder / "out"


def stack(shop: Path, component: str, environment: str) -> dict[str, Any]:
    config = yaml.safe_load((shop / component / "pulumi" / f"Pulumi.{environment}.yaml").read_text())["config"]
    return {key.removeprefix(f"{component}:"): value for key, value in config.items()}


def test_every_name_is_its_components_own(shop: Path) -> None:
    said = stack(shop, "catalog", "prod")
    assert {key: said[key] for key in NAMES} == NAMES
    seen: dict[str, str] = {}
    for component, environment in itertools.product(COMPONENTS, ("dev", "prod")):
        for key, name in stack(shop, component, environment).items():
            if key in NAMES and name not in SHARED | {said["federatedSubject"]}:
                owner = f"{component} {key}"
                assert seen.setdefault(name, owner) == owner
    assert stack(shop, "catalog", "dev")["federatedSubject"] == NAMES["federatedSubject"]
    assert stack(shop, "checkout", "dev")["federatedSubject"] == "system:serviceaccount:cs-acme-checkout:checkout"


def test_states_projects_and_deployments_are_told_apart(shop: Path) -> None:
    states = {(shop / name / "terraform" / "prod.tfbackend").read_text().splitlines()[-1] for name in COMPONENTS}
    assert states == {f'key                  = "acme/{name}/prod.tfstate"' for name in COMPONENTS}
    projects = {yaml.safe_load(path.read_text())["name"] for path in shop.glob("*/pulumi/**/Pulumi.yaml")}
    networks = {f"{name}-network-{environment}" for name in COMPONENTS for environment in ("dev", "prod")}
    assert projects == {*COMPONENTS, *networks}
    workflows = [yaml.safe_load(path.read_text()) for path in sorted(shop.glob("*/pipelines/github*.yaml"))]
    groups = [job["concurrency"]["group"] for workflow in workflows for job in workflow["jobs"].values()]
    assert len(set(groups)) == len(groups) == 4


def included(shop: Path) -> list[dict[str, Any]]:
    """The stages of all components, as one pipeline includes them: Checkout after what it calls."""
    found: list[dict[str, Any]] = []
    for name, after in (("catalog", []), ("checkout", ["deploy_prod_catalog"])):
        data = yaml.safe_load((shop / name / "pipelines" / "azure-pipelines.deploy.yaml").read_text())
        assert [parameter["name"] for parameter in data["parameters"]] == ["root", "after"]
        assert data["stages"][0]["dependsOn"] == "${{ parameters.after }}"
        found += [{**data["stages"][0], "dependsOn": after}, *data["stages"][1:]]
    return found


def test_one_pipeline_deploys_each_in_its_order(shop: Path, tmp_path: Path) -> None:
    stages = included(shop)
    assert [(stage["stage"], stage["dependsOn"]) for stage in stages] == [
        ("deploy_dev_catalog", []),
        ("deploy_prod_catalog", ["deploy_dev_catalog"]),
        ("deploy_dev_checkout", ["deploy_prod_catalog"]),
        ("deploy_prod_checkout", ["deploy_dev_checkout"]),
    ]
    for name, own in itertools.groupby(stages, key=lambda stage: stage["stage"].rpartition("_")[2]):
        machine = Machine(tmp_path / name, shop / name)
        for stage in own:
            machine.azure(stage)
        calls = [json.loads(line) for line in machine.calls]
        applied = [words for words in calls if words[:2] == ["terraform", "apply"]]
        assert [words[-1] for words in applied] == ["-var-file=dev.tfvars", "-var-file=prod.tfvars"]
        released = [words for words in calls if words[:2] == ["helm", "upgrade"] and "--dry-run=server" not in words]
        assert [words[2] for words in released] == [name, name]
        assert all(CLIENT_ID in words[-1] for words in released)


def test_a_whole_pipeline_waits_for_nobody(program: Program, workspace: Path) -> None:
    text = APPLICATION.replace(
        "infrastructure: {back_end: terraform", "form: pipeline\n  infrastructure: {back_end: bicep"
    )
    (workspace / "shop.yaml").write_text(text)
    outcome = program("generate", "shop.yaml", "-o", "out")
    assert outcome.code == 0, outcome.err
    data = yaml.safe_load((workspace / "out/catalog/pipelines/azure-pipelines.deploy.yaml").read_text())
    assert [parameter["name"] for parameter in data["parameters"]] == ["root"]
    assert data["stages"][0]["dependsOn"] == []
