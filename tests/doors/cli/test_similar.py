"""`similar`: three questions about a component, answered from what earlier runs left in memory."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
ORDER = str(EXAMPLES / "order-service.yaml")


@pytest.fixture
def known(program: Program) -> Program:
    """Memory knows five services of one domain and a worker of another."""
    for number in range(4):
        changes = [f"component.name=Stock{number}", f"trace_id=trace-{number}", "component_scope=Order"]
        flags = [part for change in changes for part in ("--set", change)]
        assert program("generate", ORDER, "-q", "-o", f"out/{number}", *flags).code == 0
    assert program("generate", ORDER, "-q", "-o", "out/order").code == 0
    worker = ["--set", "tenant=acme", "--set", "component_scope=Order"]
    assert program("generate", str(EXAMPLES / "invoice-worker.yaml"), "-q", "-o", "out/worker", *worker).code == 0
    return program


def test_a_bundle_and_its_trace_get_the_same_neighbours(known: Program) -> None:
    found = json.loads(known("similar", ORDER, "--json").out)
    assert {one["component"] for one in found["similar"][:4]} == {f"Stock{number}" for number in range(4)}
    assert found["similar"][4]["component"] == "InvoiceWorker"
    assert found["since"]["same"]
    assert (found["pattern"]["components"], found["pattern"]["departs_without"]) == (5, [])
    of_trace = json.loads(known("similar", "trace-ord-8128", "--json").out)
    assert of_trace["similar"] == found["similar"]


def test_what_departs_from_the_domain_and_what_changed_is_said(known: Program) -> None:
    said = known("similar", ORDER, "--set", "component.enable_network_policy=false", "--set", "component.stdin=true")
    assert said.code == 0
    assert "    most of them have: NetworkPolicy" in said.out
    assert "    hardly any of them has: Deployment…containers.stdin=true\n" in said.out
    assert "    came: Deployment…containers.stdin=true\n" in said.out
    assert "    went: NetworkPolicy" in said.out


def test_nothing_of_other_tenants_is_found(known: Program) -> None:
    found = json.loads(known("similar", ORDER, "--set", "tenant=globex", "--json").out)
    assert (found["similar"], found["pattern"]["components"], found["since"]) == ([], 0, None)
    assert known("similar", "trace-ord-8128", "--tenant", "globex").code == 2


def test_what_nobody_knows_is_told(program: Program, workspace: Path) -> None:
    unknown = program("similar", "trace-of-nobody")
    assert (unknown.code, "trace-unknown" in unknown.err) == (2, True)
    missing = program("similar", "nowhere.yaml")
    assert (missing.code, "nowhere.yaml" in missing.err) == (2, True)
    (workspace / "ping.yaml").write_text("component: {}\n")
    assert program("similar", "ping.yaml").code == 2
