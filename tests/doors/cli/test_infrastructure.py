"""Resources in Azure, as users get them: written when asked for, wired into manifests; mistakes at their lines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_generate import files_in
from tests.support.generation import EXAMPLES
from tests.support.platforms import NETWORKS, template_path

Program = Callable[..., Outcome]
BUNDLE = EXAMPLES / "payments-ledger.yaml"
#: What is changed in the bundle, code, line of the changed bundle, and words of the message or remedy.
WRONG = {
    "a name too long": (
        "key_vault: {",
        'key_vault: {azure_name: "kv-payments-ledger-of-acme-{env}", ',
        "name",
        "3 to 24",
    ),
    "a name that is none": ("{name: statements,", "{name: statements, azure_name: 'St-{env}',", "name", "a-z and 0-9"),
    "one name for two environments": (
        "key_vault: {",
        "key_vault: {azure_name: kv-ledger, ",
        "collision",
        "{env} in it",
    ),
    "two resources of one name": ("{name: sessions,", "{name: ledger,", "collision", "would be called ledger"),
    "a name of what there is once": ("{name: notices,", "{name: vault,", "collision", "would be called vault"),
    "two names but for hyphens": (
        "{name: sessions,",
        "{name: led-2}\n    - {name: led2,",
        "collision",
        "led-2 and led2",
    ),
    "the name of the resource group": (
        "{name: notices,",
        "{name: resource-group,",
        "collision",
        "as the resource group",
    ),
    "a queue like a topic": ("[payment-requests]", "[Payments]", "collision", "queue or topic payments"),
    "an unknown tier": ("{name: statements,", "{name: statements, tier: smal,", "tier", "Did you mean small?"),
    "a tier that cannot be closed": (
        "- name: events",
        "- name: events\n      tier: small",
        "tier",
        "only the public network",
    ),
    "pods that are not bound": (
        "enable_identity_binding: true",
        "enable_identity_binding: false",
        "identity",
        "not bound",
    ),
    "another vault": (
        "secret_provider: key-vault",
        "secret_provider: key-vault\n  key_vault: {name: other}",
        "vault",
        "resources make kv-",
    ),
    "no region": ("location: westeurope", "location: null", "location", "dev, prod"),
    "no issuer": ("      dev: https", "      test: https", "issuer", "of dev"),
}
#: The same for what the form of a bundle refuses.
WRONG_FORM = {
    "a password's place": ("{name: sessions,", "{name: sessions, password: x,", "unknown-key", "password"),
    "a container's name": ("[monthly, yearly]", "[Monthly]", "wrong-value", "containers[0]"),
    "a right that there is not": (
        "use: [administrator]",
        "use: [owner]",
        "wrong-value",
        "Use 'administrator'",
    ),
    "code in a name": ("location: westeurope", 'location: "\'${x}"', "wrong-value", "resources.location"),
}


def changed(workspace: Path, old: str, new: str) -> Path:
    text = BUNDLE.read_text()
    assert old in text
    path = workspace / "bundle.yaml"
    path.write_text(text.replace(old, new, 1))
    return path


@pytest.mark.parametrize("said", WRONG)
def test_what_cannot_be_planned_is_told_at_its_line(said: str, program: Program, workspace: Path) -> None:
    old, new, code, words = WRONG[said]
    path = changed(workspace, old, new)
    outcome = program("generate", str(path))
    assert outcome.code == 2, outcome.err
    assert f"error infrastructure-{code}  {path}:" in outcome.err
    assert words in outcome.err
    assert not (workspace / "out").exists()


@pytest.mark.parametrize("said", WRONG_FORM)
def test_what_no_resource_takes_is_told_at_its_line(said: str, program: Program, workspace: Path) -> None:
    old, new, code, words = WRONG_FORM[said]
    path = changed(workspace, old, new)
    outcome = program("generate", str(path))
    assert outcome.code == 2
    assert f"error {code}  {path}:" in outcome.err
    assert words in outcome.err


def test_every_use_without_an_identity_is_told_at_once(program: Program, workspace: Path) -> None:
    text = BUNDLE.read_text()
    start, end = text.index("  identity:\n"), text.index("  log_analytics:")
    path = workspace / "bundle.yaml"
    path.write_text(text[:start] + text[end:])
    outcome = program("generate", str(path))
    assert outcome.code == 2
    assert outcome.err.count("error infrastructure-identity") == 8


def test_manifests_refer_to_what_is_made(program: Program, workspace: Path) -> None:
    outcome = program("generate", str(BUNDLE))
    assert outcome.code == 0, outcome.err
    assert "identity-not-deployed" not in outcome.err  # the pipelines hand the client id on
    assert "ledger of dev lets nobody in" in outcome.err
    assert "vault, statements, events, notices, ledger, sessions, history of prod are closed" in outcome.err
    out = workspace / "out"
    for environment in ("dev", "prod"):
        stack = yaml.safe_load((out / "pulumi" / f"Pulumi.{environment}.yaml").read_text())["config"]
        provider = manifest(out, environment, "secretproviderclass")["spec"]["parameters"]
        account = manifest(out, environment, "serviceaccount")["metadata"]
        assert provider["keyvaultName"] == stack["paymentsledger:vaultName"]
        assert [name for name in stack["paymentsledger:vaultSecrets"] if name not in provider["objects"]] == []
        subject = f"system:serviceaccount:{account['namespace']}:{account['name']}"
        assert stack["paymentsledger:federatedSubject"] == subject
        assert provider["clientID"] == account["annotations"]["azure.workload.identity/client-id"]
    assert (
        manifest(out, "dev", "serviceaccount")["metadata"]["annotations"]["azure.workload.identity/client-id"]
        == "00000000-0000-0000-0000-000000000000"
    )
    listed = json.dumps(json.loads((out / "artifacts.json").read_text()))
    assert all(name in listed for name in ("bicep/main.bicep", "terraform/main.tf", "pulumi/Pulumi.yaml"))


#: Texts that begin something in Bicep, HCL, Pulumi's YAML, a shell or a pipeline.
HOSTILE = [
    "${x}",
    "$${x} %%{y}",
    "'''",
    "%{if}",
    "@{x}",
    "$(rm -rf /)",
    "##vso[task.setvariable variable=a]b",
    "{{ x }}",
]
HOSTILE += ['it\'s "R&D" \\ \\n', "#x // y /* z */", "<<EOF", "\u65e5\u672c\u8a9e", "*", "null", "!x", ""]


def test_tags_are_texts_in_every_language(program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tags = json.dumps({f"t{number}": text for number, text in enumerate(HOSTILE)})
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", template_path(workspace / "own", tags=tags))
    outcome = program("generate", str(BUNDLE))
    assert outcome.code == 0, outcome.err  # infrastructure-plan reads each of them back
    project = yaml.safe_load((workspace / "out/pulumi/Pulumi.yaml").read_text())["variables"]["tags"]
    assert project["t0"] == "$${x}"


@pytest.mark.parametrize("text", ["a\\nb", "\\u202eb", "\\u2028", "a" * 257])
def test_tags_that_azure_does_not_take_are_refused(
    text: str, program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", template_path(workspace / "own", tags=f'{{t: "{text}"}}'))
    outcome = program("generate", str(BUNDLE))
    assert outcome.code == 2
    assert "tags.t" in outcome.err


#: How the ledger is deployed, and whether the client id of dev is still to be named.
DEPLOYED = {
    "by pipelines that hand it on": ([], False),
    "by one pipeline alone": (["--set", "delivery.targets=[github-actions]"], False),
    "by nobody": (["--without", "pipelines"], True),
    "without its resources": (["--set", "delivery.infrastructure=null"], True),
    "by one that applies manifests": (["--set", "delivery.workflow=github-kubectl-apply-v1"], True),
    "by Argo CD too": (["--with", "gitops", "--set", "delivery.repository=oci://ghcr.io/acme/charts"], True),
}


@pytest.mark.parametrize("how", DEPLOYED)
def test_a_client_id_is_asked_for_where_no_pipeline_hands_it_on(how: str, program: Program) -> None:
    arguments, told = DEPLOYED[how]
    outcome = program("generate", str(BUNDLE), *arguments)
    assert outcome.code == 0, outcome.err
    assert ("warning identity-not-deployed" in outcome.err) is told
    assert ("environments.dev.security_profile.identity.client_id" in outcome.err) is told


GROUP = "/subscriptions/3f0c2b1e-8f6a-4c55-9d0e-7a1b2c3d4e5f/resourceGroups/rg"
SUBNET_ID = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/endpoints"
#: What the policy says of networks that nobody can have, and words of the message.
NO_NETWORKS = {
    "{dev: {allowed: [10.0.0.0/8]}}": "as the public network sees them",
    "{dev: {allowed: [0.0.0.0/32]}}": "as the public network sees them",
    "{dev: {allowed: [203.0.113.1/24]}}": "203.0.113.1/24 has host bits set",
    "{dev: {allowed: ['::/0']}}": "Expected 4 octets",
    "{dev: {allowed: [0.0.0.0/0, 203.0.113.0/24]}}": "name it alone",
    "{prod: {allowed: [203.0.113.0/24]}}": "addresses are allowed in prod, which public_network does not have",
    f"{{prod: {{private_endpoints: {{subnet: '{SUBNET_ID}'}}}}}}": "dns_zones",
    f"{{prod: {{private_endpoints: {{subnet: '{SUBNET_ID}${{x}}', dns_zones: '{GROUP}'}}}}}}": "subnet",
    f"{{prod: {{private_endpoints: {{subnet: '{SUBNET_ID}', dns_zones: \"{GROUP}'\\n\"}}}}}}": "dns_zones",
}


@pytest.mark.parametrize("said", NO_NETWORKS)
def test_networks_that_nobody_can_have_are_refused(
    said: str, program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", template_path(workspace / "own", networks=said))
    outcome = program("generate", str(BUNDLE))
    assert outcome.code == 2
    assert NO_NETWORKS[said] in outcome.err
    assert not (workspace / "out").exists()


@pytest.mark.parametrize("key", ["logs", "identity", "vault", "registry"])
def test_a_key_that_is_taken_is_told_where_networks_are_planned_too(
    key: str, program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", template_path(workspace / "own", NETWORKS))
    outcome = program("generate", str(changed(workspace, "{name: statements,", f"{{name: {key},")))
    assert outcome.code == 2, outcome.err
    assert f"two resources would be called {key}" in outcome.err


def test_everybody_may_come_where_the_policy_says_so(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = template_path(workspace / "own", networks="{dev: {allowed: [0.0.0.0/0]}}")
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", path)
    outcome = program("generate", str(BUNDLE))
    assert outcome.code == 0, outcome.err
    assert "postgres-firewall" not in outcome.err
    values = (workspace / "out/bicep/main.dev.bicepparam").read_text()
    assert "param networkDefaultAction = 'Allow'" in values
    assert "'0.0.0.0-255.255.255.255'" in values
    assert "allowedAddresses" not in values


def test_a_premium_namespace_of_an_open_environment_keeps_others_out(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", template_path(workspace / "own", NETWORKS))
    path = changed(workspace, "    - name: events", "    - name: events\n      tier: medium")
    assert program("generate", str(path)).code == 0
    project = yaml.safe_load((workspace / "out/pulumi/network-dev/Pulumi.yaml").read_text())
    properties = project["resources"]["addresses-events"]["properties"]
    assert properties["namespaceName"].startswith("sb-acme-paymentsledger-events-dev-")
    assert [rule["ipMask"] for rule in properties["ipRules"]] == ["203.0.113.0/24", "198.51.100.7"]


def manifest(out: Path, environment: str, kind: str) -> dict[str, Any]:
    data = yaml.safe_load((out / "manifests" / environment / f"{kind}.yaml").read_text())
    assert isinstance(data, dict)
    return data


REDIS = "redis-sessions-prod.westeurope.redis.azure.net"


@pytest.mark.parametrize(
    ("external", "to"), [("[]", None), (f"[{{host: {REDIS}, port: 10000, cidr: 10.7.0.0/24}}]", "10.7.0.0/24")]
)
def test_the_component_reaches_what_is_made(external: str, to: str | None, program: Program, workspace: Path) -> None:
    text = BUNDLE.read_text().replace("{name: sessions,", '{name: sessions, azure_name: "redis-sessions-{env}",')
    text = text.replace("component:\n", f"component:\n  calls: []\n  external: {external}\n", 1)
    (workspace / "bundle.yaml").write_text(text)
    assert program("generate", "bundle.yaml").code == 0
    rules = manifest(workspace / "out", "prod", "networkpolicy")["spec"]["egress"]
    found = {port["port"]: rule.get("to") for rule in rules for port in rule["ports"]}
    assert found == {53: found[53], 443: None, 5671: None, 5432: None, 10000: to and [{"ipBlock": {"cidr": to}}]}


def test_nothing_is_written_that_nobody_asked_for(program: Program, workspace: Path) -> None:
    parts = ("bicep", "terraform", "pulumi")
    nowhere = ("--set", "delivery.infrastructure=null")
    without = [word for part in parts for word in ("--without", part)]
    assert program("generate", str(BUNDLE), *without, *nowhere).code == 0
    assert not any((workspace / "out" / part).exists() for part in parts)
    before = files_in(workspace / "out")
    assert program("generate", str(BUNDLE), "--without", "bicep", "--without", "pulumi", *nowhere).code == 0
    assert {path.split("/")[0] for path in files_in(workspace / "out").keys() - before.keys()} == {"terraform"}


def test_an_environment_whose_values_terraform_always_reads_is_refused(program: Program, workspace: Path) -> None:
    text = BUNDLE.read_text().replace("  dev: {replicas: 1}", "  terraform: {replicas: 2}")
    path = workspace / "bundle.yaml"
    path.write_text(text.replace("      dev: https", "      terraform: https"))
    outcome = program("generate", str(path))
    assert outcome.code == 2
    assert f"error infrastructure-name  {path}:20:" in outcome.err
    assert "Terraform reads terraform.tfvars whatever the environment is" in outcome.err
    assert program("generate", str(path), "--without", "terraform").code == 0


def test_names_that_look_the_same_stay_apart(program: Program, workspace: Path) -> None:
    topics = "topics: [{name: a, subscriptions: [b-c]}, {name: a-b, subscriptions: [c]}, {name: A.b}]"
    path = changed(workspace, "topics: [{name: payments, subscriptions: [audit, reporting]}]", topics)
    outcome = program("generate", str(path))
    assert outcome.code == 0, outcome.err  # infrastructure-syntax refuses two of one name
    text = (workspace / "out" / "terraform" / "service-bus.tf").read_text()
    assert text.count('resource "azurerm_servicebus_topic"') == 3
    assert text.count('resource "azurerm_servicebus_subscription"') == 2


def test_infrastructure_of_a_bundle_without_resources_is_refused(program: Program, workspace: Path) -> None:
    outcome = program("generate", str(EXAMPLES / "minimal.yaml"), "--with", "bicep", "--with", "pulumi")
    assert outcome.code == 2
    assert "error infrastructure-empty" in outcome.err
    assert "Add resources to the bundle, or leave bicep out of the output." in outcome.err
    assert not (workspace / "out").exists()


def test_containers_whose_names_come_to_one_are_told_apart(program: Program, workspace: Path) -> None:
    old = "{name: history, containers: [{name: entries, partition_key: /account}]}"
    first = "{name: a, containers: [{name: b-c, partition_key: /x}]}"
    new = f"{first}, {{name: a-b, containers: [{{name: c, partition_key: /x}}]}}"
    outcome = program("generate", str(changed(workspace, old, new)), "-o", "out")
    assert outcome.code == 0, outcome.err
    written = (workspace / "out/terraform/cosmos.tf").read_text()
    labels = [
        line.split('"')[3] for line in written.splitlines() if line.startswith('resource "azurerm_cosmosdb_sql_c')
    ]
    assert len(set(labels)) == len(labels) == 2


def test_components_of_an_application_make_no_resource_of_one_name(program: Program, workspace: Path) -> None:
    shop = (EXAMPLES / "shop/application.yaml").read_text()
    path = workspace / "application.yaml"
    shop = shop.replace("{welcome.html: pages/welcome.html, logo.png: pages/logo.png}", "{a.html: a.html}")
    (workspace / "a.html").write_text("a")
    own = (
        "resources: {location: westeurope, storage_accounts: [{name: files}, {name: shots, azure_name: 'shots{env}'}]}"
    )
    path.write_text(f"{shop}{own}\n")
    outcome = program("generate", str(path), "--with", "bicep")
    assert outcome.code == 2
    line = len(shop.splitlines()) + 1
    assert f"error infrastructure-collision  {path}:{line}:" in outcome.err
    assert "Catalog and Checkout would each make a storage account called shots{env}" in outcome.err
    path.write_text(path.read_text().replace(", azure_name: 'shots{env}'", ""))
    assert program("generate", str(path), "--with", "bicep").code == 0


def test_every_environment_of_the_default_policy_takes_one_of_everything(program: Program, workspace: Path) -> None:
    names = ("dev", "qa", "test", "staging", "prod")
    address = "https://westeurope.oic.prod-aks.azure.com/72f988bf-86f1-41af-91ab-2d7cd011db47/"
    text = BUNDLE.read_text().replace("  dev: {replicas: 1}\n", "  dev: {}\n  qa: {}\n  test: {}\n  staging: {}\n")
    issuers = "".join(f'      {name}: "{address}"\n' for name in ("qa", "test", "staging"))
    path = workspace / "bundle.yaml"
    path.write_text(text.replace("    issuers:\n", f"    issuers:\n{issuers}"))
    outcome = program("generate", str(path))
    assert outcome.code == 0, outcome.err
    open_ = {}
    for name in names:
        stack = yaml.safe_load((workspace / "out" / "pulumi" / f"Pulumi.{name}.yaml").read_text())["config"]
        open_[name] = stack["paymentsledger:publicNetworkAccess"], stack["paymentsledger:eventsSku"]
    assert open_ == {"dev": ("Enabled", "Standard")} | dict.fromkeys(names[1:], ("Disabled", "Premium"))
