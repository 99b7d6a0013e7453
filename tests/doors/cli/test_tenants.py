import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_generate import files_in
from tests.support.generation import APPLICATION

Program = Callable[..., Outcome]
BUNDLE = """\
trace_id: t
blueprint_id: b
component_scope: Order
tenant: acme
component: {name: Orders, type: microservice, transport: http, container_image: "a/orders:1.0.0", replicas: 2}
environments: {dev: {}, prod: {}}
tenants:
  acme: {env: [{name: CURRENCY, value: EUR}]}
  globex: {replicas: 3, environments: {prod: {replicas: 4, enable_hpa: false}}}
"""


@pytest.fixture
def bundle(workspace: Path) -> str:
    (workspace / "orders.yaml").write_text(BUNDLE)
    return "orders.yaml"


def test_a_tenant_comes_out_the_same_alone_or_with_others(program: Program, bundle: str, workspace: Path) -> None:
    assert program("generate", bundle, "-o", "alone", "--tenant", "globex").code == 0
    assert program("generate", bundle, "-o", "two", "--tenant", "globex", "--tenant", "initech").code == 0
    assert program("generate", bundle, "-o", "all", "--all-tenants").code == 0
    alone = files_in(workspace / "alone" / "globex")
    assert alone
    assert alone == files_in(workspace / "two" / "globex")
    assert alone == files_in(workspace / "all" / "globex")
    assert sorted(path.name for path in (workspace / "all").iterdir()) == ["acme", "globex"]
    assert sorted(path.name for path in (workspace / "two").iterdir()) == ["globex", "initech"]


def test_each_tenant_has_a_namespace_and_settings_of_its_own(program: Program, bundle: str, workspace: Path) -> None:
    assert program("generate", bundle, "--all-tenants").code == 0
    acme, globex = (workspace / "out" / tenant / "manifests" / "prod" for tenant in ("acme", "globex"))
    assert 'namespace: "cs-acme-orders"' in (acme / "deployment.yaml").read_text()
    assert 'namespace: "cs-globex-orders"' in (globex / "deployment.yaml").read_text()
    assert "replicas: 4" in (globex / "deployment.yaml").read_text()
    assert "CURRENCY" not in (globex / "deployment.yaml").read_text()
    everything = b"".join(files_in(workspace / "out" / "globex").values())
    assert b"CURRENCY" not in everything
    assert b"acme" not in everything


def test_the_bundles_own_tenant_is_the_same_with_and_without_the_flag(
    program: Program, bundle: str, workspace: Path
) -> None:
    assert program("generate", bundle, "-o", "plain").code == 0
    assert program("generate", bundle, "-o", "flag", "--tenant", "acme").code == 0
    assert files_in(workspace / "plain") == files_in(workspace / "flag" / "acme")


def test_components_of_an_application_stand_below_their_tenant(program: Program, workspace: Path) -> None:
    assert program("generate", str(APPLICATION), "--tenant", "acme", "--tenant", "globex", "--quiet").code == 0
    assert sorted(path.name for path in (workspace / "out").iterdir()) == ["acme", "globex"]
    assert sorted(path.name for path in (workspace / "out" / "globex").iterdir()) == [
        "catalog",
        "checkout",
        "storefront",
    ]


def test_names_that_can_be_no_tenants_are_all_reported(program: Program, bundle: str, workspace: Path) -> None:
    outcome = program("generate", bundle, "--tenant", "Glo bex", "--tenant", "../x", "--json")
    assert outcome.code == 2
    problems = json.loads(outcome.out)["problems"]
    assert [problem["code"] for problem in problems] == ["tenant-name", "tenant-name"]
    assert problems[0]["remedy"] == "Did you mean globex?"
    assert not (workspace / "out").exists()


def test_all_tenants_of_a_bundle_without_any(program: Program, workspace: Path) -> None:
    (workspace / "b.yaml").write_text(BUNDLE.split("tenants:")[0].replace("tenant: acme\n", ""))
    outcome = program("generate", "b.yaml", "--all-tenants")
    assert outcome.code == 2
    assert "no-tenants" in outcome.err


def test_one_component_of_an_application_can_be_looked_at(program: Program, workspace: Path) -> None:
    application = str(APPLICATION)
    assert program("explain", application).code == 2
    outcome = program("explain", application, "env", "--component", "checkout", "--env", "prod")
    assert outcome.code == 0
    assert "env[LOG_LEVEL].value" in outcome.out
    assert "application prod" in outcome.out
    outcome = program("plan", application, "--component", "Catlog")
    assert outcome.code == 2
    assert "Did you mean Catalog?" in outcome.err


def test_a_tenants_folder_can_be_compared(program: Program, bundle: str, workspace: Path) -> None:
    assert program("generate", bundle, "--tenant", "globex").code == 0
    assert program("diff", bundle, "-o", "out/globex", "--tenant", "globex").code == 0
    assert program("diff", bundle, "-o", "out/globex").code == 1


@pytest.mark.parametrize("command", ["generate", "diff", "plan", "explain"])
def test_a_misspelt_tenant_is_no_new_one(command: str, program: Program, bundle: str, workspace: Path) -> None:
    outcome = program(command, bundle, "--tenant", "globx")
    assert outcome.code == 2
    assert "error tenant-unknown  --tenant\n" in outcome.err
    assert "the bundle names no tenant globx, but one that looks like it" in outcome.err
    assert "mend: Did you mean globex? " in outcome.err
    assert not (workspace / "out").exists()


def test_a_tenant_with_another_number_or_part_is_one_of_its_own(program: Program, bundle: str, workspace: Path) -> None:
    names = ["globex2", "acme-eu", "initech"]
    assert program("generate", bundle, *(part for name in names for part in ("--tenant", name)), "-q").code == 0
    assert sorted(path.name for path in (workspace / "out").iterdir()) == sorted(names)


def test_every_wrong_tenant_is_told_at_once(program: Program, bundle: str) -> None:
    outcome = program("generate", bundle, "--tenant", "globx", "--tenant", "A_B", "--tenant", "acmee", "--json")
    codes = [problem["code"] for problem in json.loads(outcome.out)["problems"]]
    assert codes == ["tenant-name", "tenant-unknown", "tenant-unknown"]
