"""Several runs in one command: what passes is written, what fails keeps what it had, and the last line says which."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_generate import files_in

Program = Callable[..., Outcome]
HEAD = "trace_id: t\nblueprint_id: b\ncomponent_scope: Order\n"
IMAGE = "a/b:1.0.0"


def component(name: str, image: str = IMAGE) -> str:
    return f"{{name: {name}, type: microservice, transport: http, container_image: '{image}'}}"


def application(folder: Path, **images: str) -> str:
    members = "".join(f"  - {component(name, image)}\n" for name, image in images.items())
    (folder / "shop.yaml").write_text(f"{HEAD}components:\n{members}")
    return "shop.yaml"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_component_that_fails_keeps_its_output_and_the_others_are_written(
    jobs: str, program: Program, workspace: Path
) -> None:
    images = {"Cart": IMAGE, "Search": IMAGE, "Orders": IMAGE}
    first = program("generate", application(workspace, **images), "-j", jobs)
    assert (first.code, "left as before" in first.err) == (0, False)
    before = files_in(workspace / "out" / "search")
    images |= {"Cart": "a/b:2.0.0", "Search": "a/b:latest"}
    outcome = program("generate", application(workspace, **images), "-j", jobs)
    assert outcome.code == 1
    assert [line.partition(" into ")[0] for line in outcome.out.splitlines()] == [
        "Cart: generated for dev",
        "Orders: unchanged for dev in out/orders (27 files); 6 pieces of advice in report.json",
    ]
    assert outcome.err.splitlines()[-1] == "2 of 3 runs written; left as before: out/search (blocked)"
    assert files_in(workspace / "out" / "search") == before
    assert b"a/b:2.0.0" in (workspace / "out/cart/manifests/dev/deployment.yaml").read_bytes()
    results = json.loads(program("generate", application(workspace, **images), "--json").out)
    assert [(result["place"], result["status"]) for result in results] == [
        ("out/cart", "unchanged"),
        ("out/search", "blocked"),
        ("out/orders", "unchanged"),
    ]


def test_what_failed_the_first_time_has_no_folder(program: Program, workspace: Path) -> None:
    outcome = program("generate", application(workspace, Cart=IMAGE, Search="a/b:latest"))
    assert outcome.code == 1
    assert [path.name for path in (workspace / "out").iterdir()] == ["cart"]


def test_a_tenant_that_fails_keeps_its_output_and_the_others_are_written(program: Program, workspace: Path) -> None:
    text = f"{HEAD}component: {component('Orders')}\ntenants: {{acme: {{replicas: %s}}, globex: {{replicas: 2}}}}\n"
    (workspace / "b.yaml").write_text(text % 2)
    assert program("generate", "b.yaml", "--all-tenants").code == 0
    before = files_in(workspace / "out" / "acme")
    (workspace / "b.yaml").write_text(text.replace("replicas: 2", "replicas: 3") % 50)
    outcome = program("generate", "b.yaml", "--all-tenants", "--quiet")
    assert outcome.code == 1
    assert outcome.err.splitlines()[-1] == "1 of 2 runs written; left as before: out/acme (blocked)"
    assert files_in(workspace / "out" / "acme") == before
    assert b"replicas: 3" in (workspace / "out/globex/manifests/dev/deployment.yaml").read_bytes()


def test_the_worst_of_several_failures_is_the_exit_code_and_each_is_named(program: Program, workspace: Path) -> None:
    (workspace / "out" / "orders").mkdir(parents=True)
    (workspace / "out" / "orders" / "artifacts.json").write_text('["mine"]')
    outcome = program("generate", application(workspace, Cart=IMAGE, Search="a/b:latest", Orders=IMAGE))
    assert outcome.code == 2
    assert outcome.err.splitlines()[-1] == (
        "1 of 3 runs written; left as before: out/search (blocked), out/orders (failed)"
    )
    assert files_in(workspace / "out" / "orders") == {"artifacts.json": b'["mine"]'}
    assert files_in(workspace / "out" / "cart")


def test_if_one_cannot_be_read_nothing_runs(program: Program, workspace: Path) -> None:
    (workspace / "good.yaml").write_text(f"{HEAD}component: {component('Good')}\n")
    (workspace / "bad.yaml").write_text(f"{HEAD}component: {{name: Bad}}\n")
    assert program("generate", "good.yaml", "bad.yaml").code == 2
    assert not (workspace / "out").exists()


def test_a_dry_run_leaves_everything_and_says_nothing_of_folders(program: Program, workspace: Path) -> None:
    outcome = program("generate", application(workspace, Cart=IMAGE, Search="a/b:latest"), "--dry-run")
    assert outcome.code == 1
    assert "Cart: valid for dev; nothing was saved" in outcome.out
    assert "left as before" not in outcome.err
    assert not (workspace / "out").exists()
