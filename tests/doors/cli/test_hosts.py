"""Hosts of several components or tenants of one run: each has its own, or the run says who has it already."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.doors.cli.conftest import Outcome

Program = Callable[..., Outcome]
BUNDLE = """\
trace_id: t
blueprint_id: b
component_scope: Order
component:
  name: {name}
  type: microservice
  transport: http
  container_image: "a/orders:1.0.0"
  replicas: 2
  traffic: {traffic}
  ingress: {ingress}
environments:
  dev: {{enable_ingress: true}}
  prod: {{enable_ingress: true}}
tenants:
  acme: {{}}
  globex: {{ingress: {globex}}}
"""
SAME = "{host: shop.connectsoft.dev, path: /orders}"
TRAFFIC = ["ingress", "gateway-api"]


def bundle_in(
    workspace: Path, name: str = "Orders", ingress: str = "{}", globex: str = "{}", by: str = "ingress"
) -> str:
    path = workspace / f"{name}.yaml"
    path.write_text(BUNDLE.format(name=name, ingress=ingress, globex=globex, traffic=by))
    return path.name


def hosts_in(folder: Path) -> list[str]:
    objects = [item for path in folder.rglob("*.yaml") for item in yaml.safe_load_all(path.read_text())]
    specs = [item["spec"] for item in objects if item["kind"] in ("Ingress", "HTTPRoute")]
    return [host for spec in specs for host in spec.get("hostnames") or [rule["host"] for rule in spec["rules"]]]


@pytest.mark.parametrize("by", TRAFFIC)
def test_each_tenant_has_a_host_of_its_own_in_each_environment(program: Program, workspace: Path, by: str) -> None:
    assert program("generate", bundle_in(workspace, by=by), "--all-tenants", "--tenant", "shared").code == 0
    found = {
        f"{tenant} {environment}": hosts_in(workspace / "out" / tenant / "manifests" / environment)
        for tenant in ("acme", "globex", "shared")
        for environment in ("dev", "prod")
    }
    assert found == {
        "acme dev": ["orders-acme-dev.connectsoft.dev"],
        "acme prod": ["orders-acme.connectsoft.dev"],
        "globex dev": ["orders-globex-dev.connectsoft.dev"],
        "globex prod": ["orders-globex.connectsoft.dev"],
        "shared dev": ["orders-dev.connectsoft.dev"],
        "shared prod": ["orders.connectsoft.dev"],
    }


@pytest.mark.parametrize("by", TRAFFIC)
def test_two_tenants_may_not_have_one_host_and_path(program: Program, workspace: Path, by: str) -> None:
    outcome = program("generate", bundle_in(workspace, ingress=SAME, by=by), "--all-tenants", "--json")
    assert outcome.code == 2
    (problem,) = json.loads(outcome.out)["problems"]
    assert (problem["code"], problem["path"], problem["line"]) == ("host-collision", "component.ingress.host", 11)
    assert "shop.connectsoft.dev /orders of " in problem["message"]
    assert "(tenant acme, Orders.yaml)" in problem["message"]
    assert not (workspace / "out").exists()


@pytest.mark.parametrize("globex", ["{host: globex.connectsoft.dev}", "{path: /globex}"])
def test_another_host_or_path_is_enough(program: Program, workspace: Path, globex: str) -> None:
    assert program("generate", bundle_in(workspace, ingress=SAME, globex=globex), "--all-tenants").code == 0


@pytest.mark.parametrize("command", ["generate", "validate"])
def test_two_components_may_not_have_one_host_and_path(program: Program, workspace: Path, command: str) -> None:
    bundles = [bundle_in(workspace, name, SAME) for name in ("Orders", "Payment")]
    outcome = program(command, *bundles)
    assert outcome.code == 2
    assert "host-collision" in outcome.err + outcome.out
    assert "Payment.yaml:11:" in outcome.err + outcome.out


def test_one_host_in_two_environments_is_warned_of(program: Program, workspace: Path) -> None:
    outcome = program("generate", bundle_in(workspace, ingress=SAME))
    assert outcome.code == 0
    assert "warning host-path-twice" in outcome.err
    assert "is also that of dev" in outcome.err
