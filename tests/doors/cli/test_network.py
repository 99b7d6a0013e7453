"""What a NetworkPolicy leaves open is said, what a word in the bundle closes too, and the policy can close the rest."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.doors.cli.conftest import Outcome
from tests.support.generation import ROOT

Program = Callable[..., Outcome]
CALLS = [{"component": "Payment", "ports": ["http"]}]
SECRET = {"name": "orders-db", "env": [{"name": "ConnectionStrings__Orders", "key": "connection"}]}
PORTS = "443, 6443, 587, 1433, 3306, 5432, 6379, 6380"
COMPONENT = {"name": "Orders", "type": "microservice", "transport": "http", "container_image": "a/orders:1.0.0"}
DNS = {"protocol": "UDP", "port": 53}


def findings(program: Program, workspace: Path, **component: Any) -> list[dict[str, Any]]:
    data = {"trace_id": "t", "blueprint_id": "b", "component_scope": "Order", "component": {**COMPONENT, **component}}
    (workspace / "orders.yaml").write_text(yaml.safe_dump({**data, "environments": {"prod": {}}}))
    outcome = program("generate", "orders.yaml", "--json")
    assert outcome.code == 0, outcome.err
    codes = {"calls-close-ports", "egress-anywhere", "egress-open", "ingress-open"}
    return [found for found in json.loads(outcome.out)["findings"] if found["code"] in codes]


def policy_of(workspace: Path) -> dict[str, Any]:
    text = (workspace / "out" / "manifests" / "prod" / "networkpolicy.yaml").read_text()
    spec: dict[str, Any] = yaml.safe_load(text)["spec"]
    return spec


@pytest.fixture
def known(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates whose policy lets through what is known and nothing else."""
    own = workspace / "own" / "policies"
    own.mkdir(parents=True)
    text = (ROOT / "templates" / "policies" / "platform.yaml").read_text()
    for direction in ("ingress", "egress"):
        text = text.replace(f"default_{direction}: open", f"default_{direction}: known")
    (own / "platform.yaml").write_text(text)
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", str(own.parent))


def test_what_stays_open_is_said(program: Program, workspace: Path) -> None:
    egress, ingress = findings(program, workspace)
    assert (egress["code"], egress["severity"], egress["path"]) == ("egress-open", "advice", "component.calls")
    assert f"every pod of the cluster and everything outside on the ports {PORTS}" in egress["message"]
    assert (ingress["code"], ingress["severity"], ingress["path"]) == ("ingress-open", "advice", "component.called_by")
    assert "every pod of the cluster may" in ingress["message"]
    assert "default_egress: known" in egress["remedy"]


def test_nothing_is_open_where_the_bundle_says_it_all(program: Program, workspace: Path) -> None:
    called = [{"component": "Payment"}, {"cidr": "10.0.0.0/8"}]
    assert findings(program, workspace, calls=called, called_by=[]) == []
    assert findings(program, workspace, network_policy={"defaults": False, "egress": []}) == []


@pytest.mark.parametrize(
    ("beside", "hint"),
    [
        ({"secrets": [SECRET]}, "the secret orders-db (ConnectionStrings__Orders)"),
        (
            {"env": [{"name": "DB", "valueFrom": {"secretKeyRef": {"name": "orders-db", "key": "url"}}}]},
            "the secret orders-db (DB)",
        ),
        ({"env": [{"name": "DB_URL", "value": "postgres://orders@db.example.com:5432/orders"}]}, "the variable DB_URL"),
        ({"config": {"ConnectionStrings__Orders": "Server=db.example.com;Database=orders"}}, "the variable Connection"),
    ],
)
def test_what_calls_closes_beside_an_address_is_warned_of(
    beside: dict[str, Any], hint: str, program: Program, workspace: Path
) -> None:
    (found,) = findings(program, workspace, calls=CALLS, called_by=[], **beside)
    assert (found["code"], found["severity"], found["path"]) == ("calls-close-ports", "warning", "component.calls")
    assert f"every pod of the cluster, and outside of what it names the ports {PORTS}; {hint}" in found["message"]


@pytest.mark.parametrize(
    "component",
    [
        {},
        {"config": {"PAYMENT_URL": "http://payment.cs-shared-payment:8080", "MODE": "fast"}},
        {"secrets": [SECRET], "external": [{"host": "db.data.svc", "port": 1521}]},
        {"secrets": [SECRET], "calls": [*CALLS, {"cidr": "10.0.0.0/8", "ports": [1521]}]},
    ],
)
def test_what_calls_closes_otherwise_is_advice(component: dict[str, Any], program: Program, workspace: Path) -> None:
    (found,) = findings(program, workspace, **{"calls": CALLS, "called_by": [], **component})
    assert (found["code"], found["severity"]) == ("calls-close-ports", "advice")
    assert PORTS in found["message"]


def test_ports_that_stay_open_are_not_named(program: Program, workspace: Path) -> None:
    external = [{"host": "db.example.com", "port": 5432}, {"host": "mail.example.com", "port": 587}]
    found, _ = findings(program, workspace, calls=CALLS, called_by=[], external=external)
    assert "the ports 443, 6443, 1433, 3306, 6379, 6380" in found["message"]


def test_hosts_that_may_be_anywhere_are_named(program: Program, workspace: Path) -> None:
    external = [
        {"name": "placed", "host": "db.example.com", "port": 5432, "cidr": "10.20.0.0/16"},
        {"name": "cluster", "host": "redis.cache", "port": 6379},
        {"name": "address", "host": "10.1.2.3", "port": 1433},
        {"name": "somewhere", "host": "mail.example.com", "port": 587},
    ]
    calls = [{"host": "api.example.com", "ports": [443, 8443]}]
    found = findings(program, workspace, calls=calls, called_by=[], external=external)
    (one,) = [finding for finding in found if finding["code"] == "egress-anywhere"]
    assert (one["severity"], one["path"]) == ("advice", "component.external[somewhere]")
    assert "the ports of mail.example.com:587, api.example.com:443,8443 are open to every address" in one["message"]


def test_brokers_are_open_with_the_rest(program: Program, workspace: Path) -> None:
    (found,) = findings(program, workspace, type="worker", transport="queue")
    assert f"everything outside on the ports {PORTS}, 5671, 5672, 9092, 9093" in found["message"]


def test_a_broker_that_calls_closes_is_named(program: Program, workspace: Path) -> None:
    (found,) = findings(program, workspace, type="worker", transport="queue", calls=CALLS)
    assert f"{PORTS}, 5671, 5672, 9092, 9093" in found["message"]


@pytest.mark.usefixtures("known")
def test_the_policy_lets_through_what_is_known_alone(program: Program, workspace: Path) -> None:
    external = [{"name": "database", "host": "orders-db.data.svc", "port": 5432}]
    assert findings(program, workspace, external=external) == []
    spec = policy_of(workspace)
    names, database = spec["egress"]
    assert DNS in names["ports"]
    assert database["to"] == [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "data"}}}]
    assert "ingress" not in spec
    assert spec["policyTypes"] == ["Ingress", "Egress"]


@pytest.mark.usefixtures("known")
def test_what_publishes_a_component_is_known(program: Program, workspace: Path) -> None:
    assert findings(program, workspace, enable_ingress=True) == []
    (rule,) = policy_of(workspace)["ingress"]
    assert rule["from"] == [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress-nginx"}}}]


@pytest.mark.usefixtures("known")
def test_a_broker_is_known(program: Program, workspace: Path) -> None:
    assert findings(program, workspace, type="worker", transport="queue") == []
    assert [port["port"] for port in policy_of(workspace)["egress"][-1]["ports"]] == [5671, 5672, 9092, 9093]


APPLICATION = """\
application: Shop
trace_id: t
blueprint_id: b
component_scope: Order
environments: {prod: {}}
components:
  - {name: Orders, type: microservice, transport: http, container_image: "a/o:1.0.0", calls: [{component: Payment}]}
  - {name: Payment, type: microservice, transport: http, container_image: "a/payment:1.0.0"}
"""


@pytest.mark.usefixtures("known")
def test_who_calls_it_in_its_application_is_known(program: Program, workspace: Path) -> None:
    (workspace / "shop.yaml").write_text(APPLICATION)
    assert program("generate", "shop.yaml").code == 0
    path = workspace / "out" / "payment" / "manifests" / "prod" / "networkpolicy.yaml"
    (rule,) = yaml.safe_load(path.read_text())["spec"]["ingress"]
    assert rule["from"][0]["podSelector"] == {"matchLabels": {"app.kubernetes.io/name": "orders"}}


EXTERNAL = """\
trace_id: t
blueprint_id: b
component_scope: Order
component:
  name: Orders
  type: microservice
  transport: http
  container_image: "a/orders:1.0.0"
  calls: []
  called_by: []
  external:
    - {name: database, host: db.example.com, port: 5432}
    - {host: old.example.com, port: 1433}
environments:
  dev:
    external: [{name: database, host: db.dev.example.com}, {name: old.example.com, port: null}]
  prod:
    external: [{name: database, cidr: 10.20.0.0/16}]
"""


def test_external_entries_merge_by_name(program: Program, workspace: Path) -> None:
    (workspace / "orders.yaml").write_text(EXTERNAL)
    assert program("generate", "orders.yaml").code == 0
    rules = {
        environment: yaml.safe_load((workspace / f"out/manifests/{environment}/networkpolicy.yaml").read_text())["spec"]
        for environment in ("dev", "prod")
    }
    ports = [{"protocol": "TCP", "port": 5432}]
    assert rules["dev"]["egress"][1:] == [{"ports": ports}]
    assert rules["prod"]["egress"][1:] == [
        {"to": [{"ipBlock": {"cidr": "10.20.0.0/16"}}], "ports": ports},
        {"ports": [{"protocol": "TCP", "port": 1433}]},
    ]
    told = program("explain", "orders.yaml", "external", "--env", "prod").out
    assert "external[database].cidr" in told
    assert "environment prod" in told


def test_every_mistake_of_external_entries_is_told(program: Program, workspace: Path) -> None:
    wrong = EXTERNAL.replace("host: db.example.com, port: 5432", "port: 70000").replace("host: old.example.com, ", "")
    (workspace / "orders.yaml").write_text(wrong)
    outcome = program("generate", "orders.yaml")
    assert outcome.code == 2
    assert "orders.yaml:12:" in outcome.err
    assert "orders.yaml:13:" in outcome.err
    assert "one of name and host is needed" in outcome.err


def test_an_entry_says_where_and_by_which_port(program: Program, workspace: Path) -> None:
    wrong = EXTERNAL.replace("{name: database, host: db.example.com, port: 5432}", "{name: database}")
    (workspace / "orders.yaml").write_text(wrong)
    outcome = program("generate", "orders.yaml")
    assert outcome.code == 2
    assert "no layer gives port of external[database] in " in outcome.err
    where = EXTERNAL.replace("host: db.example.com, ", "").replace("host: db.dev.example.com", "protocol: TCP")
    (workspace / "orders.yaml").write_text(where)
    outcome = program("generate", "orders.yaml")
    assert outcome.code == 2
    assert "no layer gives host or cidr of external[database] in dev" in outcome.err
