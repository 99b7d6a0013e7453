"""`diff` tells which changes an API server refuses, where in the bundle they come from, and the way there."""

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
