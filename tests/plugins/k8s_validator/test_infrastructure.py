"""One plan in three back ends, read back from their files; whatever any of them says otherwise is found."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from agent.bootstrap import Agent, build_agent
from agent.planning.recipes.validate import VALIDATE_ONLY
from foundation.model.infrastructure.tags import tags_of
from foundation.model.policy.infrastructure import KeyVaultTier, PostgresTier, RedisTier, ServiceBusTier, StorageTier
from foundation.model.run.request import Options
from foundation.source.bundle import read_bundles
from plugins.k8s_validator.infrastructure.bicep import read_bicep
from plugins.k8s_validator.infrastructure.described import Described, of_plan
from plugins.k8s_validator.infrastructure.pulumi import read_pulumi
from plugins.k8s_validator.infrastructure.terraform import read_terraform
from plugins.k8s_validator.pipelines.references import unknown_stages
from plugins.k8s_validator.rules.check import SkipCheck
from plugins.k8s_validator.rules.checks import CHECKS
from tests.plugins.k8s_validator.conftest import Run
from tests.support.azure_types import mistakes_in, values_of, written_by
from tests.support.generation import EXAMPLES, request_of, settings_in
from tests.support.platforms import NETWORKS, STATE, SUBNET, ZONES, template_path

Files = dict[str, bytes]
READERS: dict[str, Callable[[dict[str, str]], Described]] = {
    "bicep/": read_bicep,
    "terraform/": read_terraform,
    "pulumi/": read_pulumi,
}
CODES = (
    "pipeline-schema",
    "pipeline-resources",
    "pipeline-references",
    "infrastructure-syntax",
    "infrastructure-secure",
    "infrastructure-plan",
    "infrastructure-agreement",
)
DEV, PROD = "bicep/main.dev.bicepparam", "bicep/main.prod.bicepparam"
ACCOUNT, PODS = "manifests/dev/serviceaccount.yaml", "manifests/dev/deployment.yaml"
CLASS = "manifests/dev/secretproviderclass.yaml"
STAGES = "pipelines/azure-pipelines.deploy.yaml"
WORKFLOW = "pipelines/github-actions.deploy.yaml"
SUBJECT = "system:serviceaccount:cs-acme-paymentsledger:paymentsledger"
NOBODY = "00000000-0000-0000-0000-000000000000"
OTHER = "11111111-0000-0000-0000-000000000000"
#: File, what is changed in it, and who must find it.
MUTATIONS: list[tuple[str, str, str, str]] = [
    *((file, SUBJECT, f"{SUBJECT}x", "infrastructure-agreement") for file in (DEV, "terraform/dev.tfvars")),
    ("pulumi/Pulumi.dev.yaml", SUBJECT, f"{SUBJECT}x", "infrastructure-agreement"),
    (ACCOUNT, 'name: "paymentsledger"\n  namespace', 'name: "ledger"\n  namespace', "infrastructure-agreement"),
    (ACCOUNT, "cs-acme-paymentsledger", "cs-acme-ledger", "infrastructure-agreement"),
    (ACCOUNT, NOBODY, OTHER, "infrastructure-agreement"),
    (PODS, "cs-acme-paymentsledger", "cs-acme-ledger", "infrastructure-agreement"),
    (PODS, 'serviceAccountName: "paymentsledger"', 'serviceAccountName: "other"', "infrastructure-agreement"),
    (CLASS, NOBODY, OTHER, "infrastructure-agreement"),
    (CLASS, "kv-paymentsledger", "kv-other", "infrastructure-agreement"),
    (CLASS, "partner-api-token", "other-token", "infrastructure-agreement"),
    *((file, "kv-paymentsledger", "kv-other", "infrastructure-agreement") for file in (DEV, "terraform/dev.tfvars")),
    ("pulumi/Pulumi.dev.yaml", "kv-paymentsledger", "kv-other", "infrastructure-agreement"),
    ("pulumi/Pulumi.dev.yaml", "partner-api-token", "other-token", "infrastructure-agreement"),
    (STAGES, "namespace: cs-acme-paymentsledger", "namespace: cs-acme-ledger", "pipeline-references"),
    *(
        (STAGES, old, new, "pipeline-references")
        for old, new in (
            ("dependencies.infrastructure.", "dependencies.check."),
            ("['infrastructure.identityClientId']", "['other.identityClientId']"),
            ("variable=identityClientId;", "variable=clientId;"),
            ("dependsOn: infrastructure", "dependsOn: check"),
            ("$(identityClientId)", "$(clientId)"),
            ("bicep/main.dev.bicepparam", "bicep/main.prod.bicepparam"),
            ("bicep/main.dev.bicepparam", "bicep/main.test.bicepparam"),
        )
    ),
    (STAGES, "azureSubscription: azure-dev", "subscription: azure-dev", "pipeline-schema"),
    (STAGES, "name: infrastructure\n", "name: resources\n", "pipeline-references"),
    (WORKFLOW, "IDENTITY_CLIENT_ID=/", "CLIENT_ID=/", "pipeline-references"),
    (WORKFLOW, "bicep/main.dev.bicepparam", "bicep/main.prod.bicepparam", "pipeline-references"),
    (WORKFLOW, "id-token: write", "id-token: read", "pipeline-schema"),
    (WORKFLOW, "id: infrastructure\n", "id: resources\n", "pipeline-resources"),
    ("bicep/main.bicep", "'ba92f5b4", "'2a2b9908", "infrastructure-plan"),
    ("terraform/storage-account.tf", "ba92f5b4", "2a2b9908", "infrastructure-plan"),
    ("pulumi/Pulumi.yaml", "ba92f5b4", "2a2b9908", "infrastructure-plan"),
    ("bicep/main.bicep", "'payment-requests'", "'payments-requests'", "infrastructure-plan"),
    ("terraform/service-bus.tf", '"payment-requests"', '"payments-requests"', "infrastructure-plan"),
    ("pulumi/Pulumi.yaml", "queueName: payment-requests", "queueName: payments", "infrastructure-plan"),
    ("terraform/outputs.tf", 'output "identity_client_id"', 'output "client_id"', "infrastructure-plan"),
    ("pulumi/Pulumi.yaml", "  identityClientId:", "  clientId:", "infrastructure-plan"),
    (PROD, "trace-pay-7301", "trace-pay-7302", "infrastructure-plan"),
    (
        "terraform/cosmos.tf",
        "azurerm_cosmosdb_account.history.id",
        "azurerm_cosmosdb_account.story.id",
        "infrastructure-syntax",
    ),
    ("terraform/identity.tf", "var.federated_subject", '"system:serviceaccount:a:b"', "infrastructure-syntax"),
    ("terraform/variables.tf", 'variable "ledger_size"', 'variable "ledger_sizes"', "infrastructure-syntax"),
    ("bicep/main.bicep", "subject: federatedSubject", "subject: 'system:serviceaccount:a:b'", "infrastructure-syntax"),
    ("bicep/main.bicep", "name: ledgerName", "name: 'ledger'", "infrastructure-syntax"),
    ("bicep/main.bicep", "modules/redis.bicep", "modules/cache.bicep", "infrastructure-syntax"),
    ("bicep/modules/redis.bicep", "resource cluster", "resource cluster {", "infrastructure-syntax"),
    (DEV, "using './main.bicep'", "using './other.bicep'", "infrastructure-syntax"),
    ("pulumi/Pulumi.yaml", "${ledgerSize}", "${ledgerSizes}", "infrastructure-syntax"),
    ("pulumi/Pulumi.yaml", 'subject: "${federatedSubject}"', "subject: system", "infrastructure-syntax"),
    (PROD, "publicNetworkAccess = 'Disabled'", "publicNetworkAccess = 'Enabled'", "infrastructure-secure"),
    ("terraform/storage-account.tf", '"TLS1_2"', '"TLS1_0"', "infrastructure-secure"),
    ("terraform/redis.tf", "azurerm_monitor_diagnostic_setting", "azurerm_monitor_action", "infrastructure-secure"),
    ("pulumi/Pulumi.yaml", "passwordAuth: Disabled", "passwordAuth: Enabled", "infrastructure-secure"),
    ("bicep/modules/cosmos.bicep", "disableLocalAuth: true", "disableLocalAuth: false", "infrastructure-secure"),
]


OPEN = "bicep/main.dev.bicepparam"
NETWORK = "pulumi/network-prod/Pulumi.yaml"
OF_DEV = "pulumi/network-dev/Pulumi.yaml"
ENDPOINTS = "terraform/private-endpoints.tf"
#: The same where the platform says how resources are reached.
NETWORK_MUTATIONS: list[tuple[str, str, str, str]] = [
    *(
        ("bicep/main.bicep", old, new, "infrastructure-plan")
        for old, new in (
            ("contains(privateEndpoints, 'vault')", "contains(privateEndpoints, 'vaults')"),
            ("contains(privateEndpoints, 'vault')", "contains(allowedAddresses, 'vault')"),
            ("target: vaultModule.outputs.id", "target: eventsModule.outputs.id"),
            ("group: 'blob'", "group: 'file'"),
            ("privatelink.redis.azure.net", "privatelink.redis.cache.windows.net"),
            ("name: 'pe-${vaultName}'", "name: 'pe-${eventsName}'"),
            ("subnet: privateEndpointSubnet", "subnet: location"),
            ("zone: '${privateDnsZones}/", "zone: '${location}/"),
        )
    ),
    *(
        (ENDPOINTS, old, new, "infrastructure-plan")
        for old, new in (
            ('contains(var.private_endpoints, "vault")', 'contains(var.private_endpoints, "vaults")'),
            ("azurerm_key_vault.vault.id", "azurerm_redis.sessions.id"),
            ('["blob"]', '["file"]'),
            ("privatelink.redis.azure.net", "privatelink.redis.cache.windows.net"),
            ("${var.private_dns_zones}", "${var.location}"),
            ("= var.private_endpoint_subnet", "= var.location"),
        )
    ),
    *(
        (NETWORK, old, new, "infrastructure-plan")
        for old, new in (
            ("endpoint-vault:", "endpoint-vaults:"),
            ("/vaults/kv-paymentsledger", "/vaults/kv-other"),
            ("privateEndpointName: pe-kv-", "privateEndpointName: pe-kw-"),
            ("- blob\n", "- file\n"),
            ("privatelink.redis.azure.net", "privatelink.redis.cache.windows.net"),
            ("/rg-dns/", "/rg-zones/"),
            ("/subnets/endpoints", "/subnets/pods"),
            ("azure-native:network:PrivateDnsZoneGroup", "azure-native:network:Other"),
        )
    ),
    (NETWORK, "${endpoint-vault.name}", "${endpoint-vaults.name}", "infrastructure-syntax"),
    (OF_DEV, 'endIpAddress: "203.0.113.255"', 'endIpAddress: "203.0.113.254"', "infrastructure-plan"),
    (OPEN, "'203.0.113.0-203.0.113.255'", "'0.0.0.0-255.255.255.255'", "infrastructure-secure"),
    (OPEN, "networkDefaultAction = 'Deny'", "networkDefaultAction = 'Allow'", "infrastructure-secure"),
    ("terraform/dev.tfvars", '"203.0.113.0/24"', '"203.0.0.0/16"', "infrastructure-secure"),
    ("pulumi/Pulumi.dev.yaml", 'value: "203.0.113.0/24"', 'value: "203.0.0.0/16"', "infrastructure-plan"),
    (STAGES, "--cwd network-dev up", "--cwd network-prod up", "pipeline-references"),
    (WORKFLOW, "--cwd network-dev", "--cwd networks-dev", "pipeline-references"),
]


@pytest.fixture(scope="module")
def ledger(agent: Agent) -> Run:
    """A run of the bundle that has one of everything."""
    return run_of(agent)


@pytest.fixture(scope="module")
def networked(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same where the platform says how resources are reached."""
    folder = tmp_path_factory.mktemp("platform")
    path = template_path(folder / "own", NETWORKS, STATE)
    return run_of(build_agent(settings_in(folder / "state", template_path=path)), back_end="pulumi")


def run_of(agent: Agent, back_end: str = "bicep") -> Run:
    name = "payments-ledger.yaml"
    text = (EXAMPLES / name).read_text().replace("back_end: bicep", f"back_end: {back_end}")
    request = request_of(read_bundles(text.encode(), name)[0], None)
    context: dict[str, Any] = {"bundle": request.bundle, "bundle_digest": request.digest, "options": Options()}
    asyncio.run(agent.runner._engine.run(agent.runner.plan(request), VALIDATE_ONLY, context))
    return Run(agent, context)


def files_of(run: Run) -> Files:
    return {artifact.path: artifact.content for artifact in run.artifacts.files}


def findings(run: Run, files: Files) -> set[str]:
    subject = run.subject(files)
    return {code for code in CODES if [*CHECKS[code].run(CHECKS[code], subject)]}


def planned(run: Run) -> Described:
    plan, metadata = run.context["effective"].infrastructure, run.context["trace_metadata"]
    policy = run.context["templates"].policy.infrastructure
    return of_plan(plan, {name: tags_of(metadata, name, policy) for name in plan.environments})


def require_agreement(run: Run) -> Described:
    expected = planned(run)
    texts = {path: content.decode() for path, content in files_of(run).items() if path.startswith(tuple(READERS))}
    for folder, read in READERS.items():
        own = {path.removeprefix(folder): text for path, text in texts.items() if path.startswith(folder)}
        described = read(own)
        for what in ("resources", "children", "roles", "outputs", "values", "tags", "endpoints"):
            assert getattr(described, what) == getattr(expected, what), (folder, what)
        assert [reference for reference in described.references if not reference.known] == []
    assert findings(run, files_of(run)) == set()
    return expected


def test_three_back_ends_describe_the_plan(ledger: Run) -> None:
    expected = require_agreement(ledger)
    assert len(expected.resources) == 10
    assert len(expected.roles) == 9
    assert expected.endpoints == frozenset()


#: Private endpoints as Azure's documentation has them: what of a resource they lead to, and the zone.
LINKS = {
    ("vault", "vault", "privatelink.vaultcore.azure.net"),
    ("statements", "blob", "privatelink.blob.core.windows.net"),
    ("events", "namespace", "privatelink.servicebus.windows.net"),
    ("notices", "topic", "privatelink.eventgrid.azure.net"),
    ("ledger", "postgresqlServer", "privatelink.postgres.database.azure.com"),
    ("sessions", "redisEnterprise", "privatelink.redis.azure.net"),
    ("history", "Sql", "privatelink.documents.azure.com"),
}


def test_three_back_ends_describe_the_networks(networked: Run) -> None:
    expected = require_agreement(networked)
    assert expected.endpoints == LINKS
    keys = ["vault", "statements", "events", "notices", "ledger", "sessions", "history"]
    of_networks = ("privateEndpoint", "privateDns", "allowed", "publicNetwork", "networkDefault")
    said = {
        name: {key: value for key, value in values.items() if key.startswith(of_networks)}
        for name, values in expected.values.items()
    }
    assert said == {
        "dev": {
            "publicNetworkAccess": "Enabled",
            "networkDefaultAction": "Deny",
            "privateEndpoints": [],
            "privateEndpointSubnet": "",
            "privateDnsZones": "",
            "allowedAddresses": ["203.0.113.0/24", "198.51.100.7"],
            "allowedRanges": ["203.0.113.0-203.0.113.255", "198.51.100.7-198.51.100.7"],
        },
        "prod": {
            "publicNetworkAccess": "Disabled",
            "networkDefaultAction": "Deny",
            "privateEndpoints": keys,
            "privateEndpointSubnet": SUBNET,
            "privateDnsZones": ZONES,
            "allowedAddresses": [],
            "allowedRanges": [],
        },
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    NETWORK_MUTATIONS,
    ids=[f"{row[0]}-{number}" for number, row in enumerate(NETWORK_MUTATIONS)],
)
def test_whatever_of_a_network_is_otherwise_in_one_place_is_found(
    file: str, old: str, new: str, code: str, networked: Run
) -> None:
    require_found(networked, file, old, new, code)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"), MUTATIONS, ids=[f"{row[0]}-{number}" for number, row in enumerate(MUTATIONS)]
)
def test_whatever_is_otherwise_in_one_place_is_found(file: str, old: str, new: str, code: str, ledger: Run) -> None:
    require_found(ledger, file, old, new, code)


def require_found(run: Run, file: str, old: str, new: str, code: str) -> None:
    files = files_of(run)
    assert old.encode() in files[file], files[file].decode()
    assert code in findings(run, {**files, file: files[file].replace(old.encode(), new.encode())})


def test_only_the_first_stage_waits_for_what_others_say() -> None:
    waits = "${{ parameters.after }}"
    stages: list[dict[str, Any]] = [{"stage": name, "dependsOn": waits, "jobs": []} for name in ("dev", "prod")]
    assert [found.message for found in unknown_stages(stages)] == ["the stage does not come after dev"]


@pytest.mark.parametrize("folder", READERS)
def test_an_environment_that_is_not_described_is_found(folder: str, ledger: Run) -> None:
    left = {path: text for path, text in files_of(ledger).items() if not path.startswith(folder) or "prod" not in path}
    assert "infrastructure-agreement" in findings(ledger, left)


#: What is changed in the Bicep, and what Azure's own types say of it.
NOT_AZURES = [
    ("key-vault", "enablePurgeProtection: true", "enablePurgeProtect: true", "has no properties.enablePurgeProtect"),
    ("key-vault", "family: 'A'", "family: 'B'", "takes no B as properties.sku.family"),
    ("key-vault", "    tenantId: subscription().tenantId\n", "", "needs properties.tenantId"),
    ("storage-account", "storageAccounts@2024-01-01", "storageAccounts@2024-01-02", "is not known"),
    ("cosmos", "ipAddressOrRange: address", "ipAddress: address", "has no properties.ipRules.ipAddress"),
    (
        "private-endpoint",
        "privateDnsZoneId: zone",
        "zoneId: zone",
        "has no properties.privateDnsZoneConfigs.properties",
    ),
]


def bicep_of(run: Run) -> dict[str, str]:
    return {path: content.decode() for path, content in files_of(run).items() if path.startswith("bicep/")}


def test_azure_has_every_property_that_bicep_writes(networked: Run, ledger: Run) -> None:
    assert mistakes_in(written_by(bicep_of(networked))) == []
    assert mistakes_in(written_by(bicep_of(ledger))) == []


@pytest.mark.parametrize(("module", "old", "new", "words"), NOT_AZURES)
def test_what_azure_has_not_is_found(module: str, old: str, new: str, words: str, networked: Run) -> None:
    path = f"bicep/modules/{module}.bicep"
    text = bicep_of(networked)[path]
    assert old in text
    (found,) = mistakes_in(written_by({path: text.replace(old, new)}))[:1]
    assert words in found


#: What a tier of the policy may say, and where it ends up.
SIZES = [
    (KeyVaultTier, "sku", "{}", "Microsoft.KeyVault/vaults", "properties.sku.name"),
    (StorageTier, "replication", "Standard_{}", "Microsoft.Storage/storageAccounts", "sku.name"),
    (ServiceBusTier, "sku", "{}", "Microsoft.ServiceBus/namespaces", "sku.name"),
    (PostgresTier, "compute", "{}", "Microsoft.DBforPostgreSQL/flexibleServers", "sku.tier"),
    (
        PostgresTier,
        "availability",
        "{}",
        "Microsoft.DBforPostgreSQL/flexibleServers",
        "properties.highAvailability.mode",
    ),
    (RedisTier, "availability", "{}", "Microsoft.Cache/redisEnterprise", "properties.highAvailability"),
]


@pytest.mark.parametrize(("tier", "field", "form", "type_", "path"), SIZES)
def test_azure_takes_every_size_that_the_policy_may_name(
    tier: type[BaseModel], field: str, form: str, type_: str, path: str
) -> None:
    named = {form.format(value) for value in get_args(tier.model_fields[field].annotation)}
    assert named
    assert named <= set(values_of(type_, path))


PROGRAM = """#!/bin/sh
echo "$0 $@ in $(ls | tr '\\n' ' ') as $HOME with $HTTPS_PROXY$INFRA_SECRET" >&2
exit $(grep -c disableLocalAuth:\\ false modules/cosmos.bicep 2>/dev/null || true)
"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the PATH, with one program that looks at its files and says how it was called."""
    program = tmp_path / "bicep"
    program.write_text(PROGRAM)
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    monkeypatch.setenv("INFRA_SECRET", "hidden")
    return tmp_path


def test_a_program_sees_the_files_and_nothing_else(ledger: Run, programs: Path) -> None:
    check, files = CHECKS["bicep-program"], files_of(ledger)
    assert [*check.run(check, ledger.subject(files, infrastructure_programs=True))] == []
    module = "bicep/modules/cosmos.bicep"
    files[module] = files[module].replace(b"disableLocalAuth: true", b"disableLocalAuth: false")
    first, *others = check.run(check, ledger.subject(files, infrastructure_programs=True))
    assert len(others) == 2
    assert f"{programs}/bicep build main.bicep --stdout in main.bicep main.dev.bicepparam" in first.message
    assert first.message.endswith("with http://127.0.0.1:9")
    assert first.file == "bicep/"


@pytest.mark.parametrize(
    ("code", "setup", "reason"),
    [
        ("bicep-program", {}, "off; INFRA_ENGINEER_INFRASTRUCTURE_PROGRAMS=true runs it"),
        ("terraform-program", {"infrastructure_programs": True}, "the program terraform is not on the PATH"),
    ],
)
def test_a_program_that_is_not_asked_says_why(
    code: str, setup: dict[str, bool], reason: str, ledger: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SkipCheck, match=reason):
        list(CHECKS[code].run(CHECKS[code], ledger.subject(files_of(ledger), **setup)))
