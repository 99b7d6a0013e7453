"""`diff` says first what changes in meaning, once for all environments that it changes in, and folds the rest."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
ORDER = (EXAMPLES / "order-service.yaml").read_text()
ENV = "    - name: ORDER_QUEUE\n      value: queue.order.processing\n"
JOB = (EXAMPLES / "database-migration.yaml").read_text()
FILES = (
    "5 other files: charts/orderservice-1.0.0.tgz, charts/orderservice-1.0.1.tgz, charts/orderservice/Chart.yaml, … "
    "(--full shows all)\n"
)


@pytest.fixture
def changed(program: Program) -> Callable[..., Outcome]:
    """Generates one bundle and holds another against its output."""

    def hold(before: str, after: str, *flags: str) -> Outcome:
        Path("bundle.yaml").write_text(before)
        assert program("generate", "bundle.yaml").code == 0
        Path("bundle.yaml").write_text(after)
        return program("diff", "bundle.yaml", *flags)

    return hold


Changed = Callable[..., Outcome]


def test_a_tag_is_three_lines(changed: Changed) -> None:
    assert changed(ORDER, ORDER.replace("orderservice:1.0.0", "orderservice:1.0.1")) == (
        1,
        "dev, prod, staging: Deployment/orderservice image 1.0.0 → 1.0.1\n"
        "32 objects: app.kubernetes.io/version, helm.sh/chart\n" + FILES,
        "",
    )


def test_another_trace_is_folded_wherever_its_id_stands(changed: Changed) -> None:
    out = changed(ORDER, ORDER.replace("trace-ord-8128", "trace-ord-9000")).out
    assert out.splitlines()[0] == "32 objects: checksum/otel, trace_id"
    assert len(out.splitlines()) == 2


def test_settings_are_told_by_environment_and_object(changed: Changed) -> None:
    after = ORDER.replace(ENV, f"{ENV}    - name: X\n      value: y\n")
    said = changed(ORDER, after)
    assert "dev, prod, staging: Deployment/orderservice env[X] added: y\n" in said.out
    whole = json.loads(changed(ORDER, after, "--json").out)
    assert list(whole) == ["differences", "folded", "refused", "files"]
    assert {
        "kind": "added",
        "environments": ["dev", "prod", "staging"],
        "object": "Deployment/orderservice",
        "path": "spec.template.spec.containers[orderservice].env[X]",
        "before": None,
        "after": {"name": "X", "value": "y"},
    } in whole["differences"]


def test_a_job_that_runs_anew_is_told(changed: Changed) -> None:
    assert changed(JOB, JOB.replace(":42.0.0", ":42.1.0")).out.splitlines()[:2] == [
        "prod, staging: Job/ordermigration image 42.0.0 → 42.1.0",
        "prod, staging: Job/ordermigration runs anew, under another name",
    ]


def test_an_object_that_takes_over_a_name_is_told(changed: Changed) -> None:
    before = """\
trace_id: t-1
blueprint_id: b-1
component_scope: Order
component: {name: Ledger, type: worker, transport: queue, container_image: "a/ledger:1.0.0"}
environments: {dev: {}}
"""
    out = changed(before, before.replace("type: worker", "type: daemon")).out
    assert (
        "dev: Deployment/ledger becomes another object: Deployment/ledger → DaemonSet/ledger; "
        "kubectl apply leaves the old one\n"
    ) in out


def test_an_environment_that_comes_is_a_line(changed: Changed) -> None:
    out = changed(JOB, JOB, "--env", "prod").out
    assert "staging: removed Job/ordermigration, NetworkPolicy/ordermigration, ServiceAccount/ordermigration\n" in out


def test_where_no_manifest_says_it_the_values_do(program: Program) -> None:
    Path("bundle.yaml").write_text(ORDER)
    for flags in (("--config-only",), ("--only", "chart")):
        assert program("generate", "bundle.yaml", *flags, "-o", flags[-1]).code == 0
        said = program("diff", "bundle.yaml", *flags, "-o", flags[-1], "--set", "component.replicas=5").out
        assert said.splitlines()[0] == "values.yaml replicaCount 2 → 5"
    Path("bundle.yaml").write_text(ORDER.replace("trace-ord-8128", "trace-ord-9000"))
    for flags in (("--config-only",), ("--only", "chart")):
        said = program("diff", "bundle.yaml", *flags, "-o", flags[-1]).out
        assert "values" not in said.splitlines()[0].partition(":")[0]


def test_what_is_refused_is_in_the_data_too(changed: Changed) -> None:
    before = """\
trace_id: t-1
blueprint_id: b-1
component_scope: Order
component:
  name: Ledger
  type: stateful-service
  transport: tcp
  container_image: a/ledger:1.0.0
  ports: [{name: tcp, port: 5432}]
  claims: [{name: data, size: 10Gi, mount_path: /data}]
environments: {dev: {}}
"""
    said = changed(before, before.replace("10Gi", "20Gi"), "--json")
    whole = json.loads(said.out)
    (refused,) = whole["refused"]
    assert (refused["code"], refused["object"]) == ("upgrade-refused", "StatefulSet/ledger")
    (difference,) = whole["differences"]
    assert (difference["path"], difference["before"], difference["after"]) == (
        "spec.volumeClaimTemplates[data].spec.resources.requests.storage",
        "10Gi",
        "20Gi",
    )


def test_what_cannot_be_read_is_named(changed: Changed, program: Program) -> None:
    changed(JOB, JOB)
    Path("out/manifests/prod/job.yaml").write_text("{[")
    assert program("diff", "bundle.yaml").out == ("1 other file: manifests/prod/job.yaml (--full shows all)\n")


def test_two_outputs_are_compared_as_they_are(program: Program) -> None:
    for tag, folder in (("1.0.0", "old"), ("1.0.1", "new")):
        Path("bundle.yaml").write_text(ORDER.replace("orderservice:1.0.0", f"orderservice:{tag}"))
        assert program("generate", "bundle.yaml", "-o", folder).code == 0
    assert program("diff", "--from", "new", "-o", "new") == (0, "", "")
    assert program("diff", "--from", "new", "-o", "old") == program("diff", "bundle.yaml", "-o", "old")
    back = program("diff", "--from", "old", "-o", "new")
    assert back.out.splitlines()[0] == "dev, prod, staging: Deployment/orderservice image 1.0.1 → 1.0.0"
    for flags in (("bundle.yaml",), ("--env", "dev"), ("--set", "a=b"), ("--only", "chart")):
        assert "leave the bundle and its flags out" in " ".join(program("diff", "--from", "old", *flags).err.split())


@pytest.mark.parametrize(
    ("arguments", "told"), [((), "name a bundle"), (("--from", "none"), "error record-missing  none")]
)
def test_what_cannot_be_compared_is_told(program: Program, arguments: tuple[str, ...], told: str) -> None:
    said = program("diff", *arguments)
    assert said.code == 2
    assert told in said.err


def test_an_index_leads_to_no_file_outside(changed: Changed, program: Program) -> None:
    changed(JOB, JOB)
    index, secret = Path("out/artifacts.json"), Path("secret")
    secret.write_text("hidden")
    index.write_text(index.read_text().replace("manifests/prod/job.yaml", "../secret"))
    assert "hidden" not in program("diff", "bundle.yaml", "--full").out
