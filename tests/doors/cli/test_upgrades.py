"""Which changes an API server refuses is told, with where in the bundle they come from and the way there."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome

Program = Callable[..., Outcome]
LEDGER = """\
trace_id: trace-case-1
blueprint_id: usecase-case
component_scope: Order
component:
  name: Ledger
  type: stateful-service
  transport: tcp
  container_image: registry.example.com/team/ledger:1.0.0
  ports: [{name: tcp, port: 5432, targetPort: 5432}]
  claims: [{name: data, size: 10Gi, mount_path: /data}]
environments: {dev: {}}
"""
WORKER = """\
trace_id: trace-case-1
blueprint_id: usecase-case
component_scope: Order
component:
  name: Ledger
  type: worker
  transport: queue
  container_image: registry.example.com/team/ledger:1.0.0
  replicas: 1
  claims: [{name: data, size: 10Gi, mount_path: /data}]
environments: {dev: {}}
"""


def refused(program: Program, before: str, after: str) -> str:
    Path("bundle.yaml").write_text(before)
    assert program("generate", "bundle.yaml").code == 0
    Path("bundle.yaml").write_text(after)
    outcome = program("diff", "bundle.yaml")
    assert outcome.code == 1
    return outcome.err


@pytest.mark.parametrize(
    ("bundle", "old", "new", "place", "way"),
    [
        (LEDGER, "10Gi", "20Gi", "StatefulSet/ledger spec.volumeClaimTemplates", "kubectl patch pvc"),
        (LEDGER, "replicas", "replicas", "", ""),
        (LEDGER, "ledger:1.0.0", "ledger:1.0.1", "", ""),
        (LEDGER, "trace-case-1", "trace-case-2", "", ""),
        (WORKER, "10Gi", "5Gi", "PersistentVolumeClaim/ledger-data spec.resources.requests.storage", "smaller claim"),
        (WORKER, "10Gi", "20Gi", "PersistentVolumeClaim/ledger-data spec.resources.requests.storage", "StorageClass"),
    ],
)
def test_what_an_upgrade_is_refused_for_is_told(
    program: Program, bundle: str, old: str, new: str, place: str, way: str
) -> None:
    if old == new:
        Path("bundle.yaml").write_text(bundle)
        assert program("generate", "bundle.yaml").code == 0
        assert program("diff", "bundle.yaml") == Outcome(0, "", "")
        return
    said = refused(program, bundle, bundle.replace(old, new))
    assert ("upgrade-refused" in said) == bool(place)
    assert place in said
    assert way in said
    assert not place or "bundle.yaml:10" in said


def saved() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}


def test_generate_tells_what_it_replaces_cannot_become(program: Program) -> None:
    Path("bundle.yaml").write_text(LEDGER)
    assert "upgrade-refused" not in program("generate", "bundle.yaml").err
    Path("bundle.yaml").write_text(LEDGER.replace("10Gi", "20Gi"))
    said = program("generate", "bundle.yaml")
    assert said.code == 0
    assert "warning upgrade-refused  bundle.yaml:10:12 component.claims[data]" in said.err
    assert "kubectl patch pvc" in said.err
    assert program("generate", "bundle.yaml", "-o", "fresh").code == 0
    files = {path.removeprefix("out/"): content for path, content in saved().items()}
    for path, content in files.items():  # what is told hangs on the folder, what is saved does not
        if path != "events.jsonl":
            assert Path("fresh", path).read_bytes() == content, path


def test_generate_tells_it_to_programs(program: Program) -> None:
    Path("bundle.yaml").write_text(LEDGER)
    program("generate", "bundle.yaml")
    Path("bundle.yaml").write_text(LEDGER.replace("10Gi", "20Gi").replace("claims", "called_by: []\n  claims"))
    (finding,) = json.loads(program("generate", "bundle.yaml", "--json").out)["receipt"]["findings"]
    assert (finding["code"], finding["severity"], finding["object"]) == (
        "upgrade-refused",
        "warning",
        "StatefulSet/ledger",
    )
    assert (finding["cause"]["line"], finding["cause"]["path"]) == (11, "component.claims[data]")


def test_a_policy_keeps_it_from_being_saved(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    policies = Path("ours", "policies")
    policies.mkdir(parents=True)
    (policies / "platform.yaml").write_text("upgrades: block\n")
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", "ours")
    Path("bundle.yaml").write_text(LEDGER)
    assert program("generate", "bundle.yaml").code == 0
    before = saved()
    Path("bundle.yaml").write_text(LEDGER.replace("10Gi", "20Gi"))
    said = program("generate", "bundle.yaml")
    assert said.code == 1
    assert "error upgrade-refused  bundle.yaml:10:12" in said.err
    assert saved() == before
    assert program("generate", "bundle.yaml", "-o", "another").code == 0
    Path("bundle.yaml").write_text(LEDGER.replace("ledger:1.0.0", "ledger:1.0.1"))
    assert program("generate", "bundle.yaml").code == 0


def test_who_goes_back_is_told_and_not_kept_from_it(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    policies = Path("ours", "policies")
    policies.mkdir(parents=True)
    (policies / "platform.yaml").write_text("upgrades: block\n")
    Path("bundle.yaml").write_text(LEDGER)
    program("generate", "bundle.yaml", "-o", "old")
    Path("bundle.yaml").write_text(LEDGER.replace("10Gi", "20Gi"))
    program("generate", "bundle.yaml")
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", "ours")
    said = program("rollback", "--from", "old", "-o", "out")
    assert said.code == 0, said.err
    assert "warning upgrade-refused" in said.err
