"""Adoption: what is there goes on as it is, by visible settings and by exceptions that somebody allows."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.doors.cli.conftest import Outcome
from tests.support.manifests import SAID, Made, pod, service, told, workload

Program = Callable[..., Outcome]
DATABASE = """\
{name: mysql, image: "a/mysql:8.4.3", ports: [{name: mysql, containerPort: 3306}], \
securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}}"""
BESIDE = '{name: exporter, image: "a/exporter:1.0.0"}'
ADOPTED = ("--env", "prod", "--adopt")
APPROVED = (*ADOPTED, "--approver", "Jane Doe", "--expires", "2025-12-31")


def database() -> list[str]:
    deployment = workload("Deployment", "db", pod("app: db", f"{DATABASE}, {BESIDE}"))
    return [deployment, service("db", "app: db", "{name: mysql, port: 3306}")]


def test_what_is_adopted_runs_as_it_did(made: Made) -> None:
    objects, err = made(*database(), flags=APPROVED)
    spec = objects["Deployment/db"]["spec"]
    own, beside = spec["template"]["spec"]["containers"]
    assert spec["replicas"] == 1
    assert not spec["template"]["spec"].get("securityContext")
    assert own["securityContext"] == {
        "capabilities": {"add": ["NET_BIND_SERVICE"]},
        "privileged": False,
        "readOnlyRootFilesystem": False,
    }
    assert beside["securityContext"] == {"privileged": False, "readOnlyRootFilesystem": False}
    assert "limits" not in own["resources"]
    assert not beside.get("resources")
    assert not {"livenessProbe", "readinessProbe"} & own.keys()
    assert not [name for name in objects if name.startswith("NetworkPolicy")]
    kept = told(err, "platform-decides")
    assert kept[:3] == [
        "mysql, exporter: the user and the group stay what the image says",
        "mysql, exporter: the root file system can still be written to; /tmp is a volume of its own",
        "mysql: cpu, memory, ephemeral-storage stay without a limit",
    ]
    (file,) = Path("bundles").glob("*.yaml")
    exceptions = yaml.safe_load(file.read_text())["component"]["policy_exceptions"]
    assert {(one["approver"], str(one["expires"])) for one in exceptions} == {("Jane Doe", "2025-12-31")}
    assert {one["check"] for one in exceptions} >= {"user-id", "read-only-root", "memory-limit", "liveness-probe"}
    assert all(one["reason"].startswith("It is so today") for one in exceptions)


def test_exceptions_without_an_approver_hold_nothing(program: Program, workspace: Path) -> None:
    (workspace / "in.yaml").write_text("---\n".join(database()))
    imported = program("import", "in.yaml", "-o", "db.yaml", *SAID, *ADOPTED)
    assert imported.code == 0
    assert "db: fill in component.policy_exceptions[].approver (16 exceptions)\n" in imported.err
    refused = program("generate", "db.yaml", "-o", "out")
    assert refused.code == 2
    (line,) = [n for n, line in enumerate(Path("db.yaml").read_text().split("\n"), 2) if "policy_exceptions:" in line]
    assert [line for line in refused.err.splitlines() if line.startswith("error")] == [
        f"error wrong-value  db.yaml:{line}:3 component.policy_exceptions"
    ]
    assert "nobody has allowed 16 of 16 exceptions yet; write into approver who does, or take them out" in refused.err
    assert not (workspace / "out" / "manifests").exists()


def test_hardening_takes_what_the_platform_adds_and_says_so(made: Made) -> None:
    objects, err = made(*database(), flags=("--harden",))
    own = objects["Deployment/db"]["spec"]["template"]["spec"]["containers"][0]
    assert own["livenessProbe"]["tcpSocket"] == own["readinessProbe"]["tcpSocket"] == {"port": "mysql"}
    assert objects["Deployment/db"]["spec"]["template"]["spec"]["securityContext"]["runAsUser"] == 10001
    assert told(err, "platform-decides") == [
        "mysql, exporter: from now on user 10001 and group 10001, and not what the image says",
        "mysql, exporter: from now on only volumes and /tmp can be written to",
        "mysql: from now on limited to 200m of cpu, 256Mi of memory, 128Mi of ephemeral-storage",
        "mysql: from now on a liveness probe by tcpSocket tells whether it still works",
        "mysql: from now on a readiness probe by tcpSocket tells whether it can take requests",
    ]


@pytest.mark.parametrize(
    "flags", [("--adopt", "--harden"), ("--approver", "Jane"), ("--adopt", "--expires", "soon")], ids="-".join
)
def test_flags_that_do_not_go_together_are_refused(program: Program, workspace: Path, flags: tuple[str, ...]) -> None:
    (workspace / "in.yaml").write_text("---\n".join(database()))
    assert program("import", "in.yaml", *SAID, *flags).code == 2


BLOCKED = """\
trace_id: trace-1
blueprint_id: usecase-1
component_scope: Order
component:
  name: %s
  type: microservice
  transport: http
  container_image: registry.example.com/%s:1.0.0
  ports: [{name: http, port: 80, targetPort: 8080}]
  liveness_probe: null
  readiness_probe: null
environments: {staging: {replicas: 1%s}}
"""
OWN = """\
, policy_exceptions: [{check: readiness-probe, reason: It has always been so, approver: Jane, expires: 2025-12-31}]"""


def blocked(folder: Path, name: str, more: str = "") -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(BLOCKED % (name, name, more))


def test_one_command_adopts_what_is_blocked(program: Program, workspace: Path) -> None:
    blocked(workspace / "in", "one")
    blocked(workspace / "in", "two", OWN)
    first = program("generate", "in", "-o", "out", "--write-waivers", "waivers.yaml")
    assert first.code == 1
    assert "to be allowed; fill in approver, then generate with --baseline waivers.yaml" in first.err
    unread = program("generate", "in", "-o", "out", "--baseline", "waivers.yaml")
    assert unread.code == 2
    assert "error wrong-value  waivers.yaml:4:1 policy_exceptions\n" in unread.err
    assert "nobody has allowed 5 of 5 exceptions yet" in unread.err
    done = program("generate", "in", "-o", "out", "--write-waivers", "waivers.yaml", "--approver", "Jane Doe")
    assert done.code == 0, done.err
    entries = yaml.safe_load((workspace / "waivers.yaml").read_text())["policy_exceptions"]
    assert {(one["component"], one["check"], one["object"]) for one in entries} == {
        ("one", "liveness-probe", "Deployment/one"),
        ("one", "readiness-probe", "Deployment/one"),
        ("one", "replicas-minimum", "Deployment/one"),
        ("two", "liveness-probe", "Deployment/two"),
        ("two", "replicas-minimum", "Deployment/two"),
    }
    again = program("generate", "in", "-o", "out", "--baseline", "waivers.yaml")
    assert again.code == 0, again.err
    assert "exception-unused" not in again.err
    assert program("generate", "in", "-o", "out").code == 1


def test_what_validate_knows_is_nothing_that_somebody_allowed(program: Program, workspace: Path) -> None:
    blocked(workspace / "in", "one")
    written = program("validate", "in", "--baseline", "known.yaml", "--write-baseline")
    assert written.code == 0, written.err
    refused = program("generate", "in/one.yaml", "-o", "out", "--baseline", "known.yaml")
    assert refused.code == 2
    assert "these are findings that `validate` knows; nobody has allowed them" in refused.err
    assert program("generate", "in/one.yaml", "-o", "out", "--baseline", "gone.yaml").code == 2
    alone = program("generate", "in/one.yaml", "-o", "out", "--approver", "Jane")
    assert alone.code == 2
    assert "--approver is said of exceptions, and none are written" in alone.err


def test_an_import_that_asks_the_gate_leaves_no_run_behind(program: Program, workspace: Path) -> None:
    (workspace / "in.yaml").write_text("---\n".join(database()))
    assert program("import", "in.yaml", "-o", "db.yaml", *SAID, *APPROVED).code == 0
    assert program("runs", "list", "--json").out == "[]\n"
    assert not list(Path(workspace).rglob("events.jsonl"))
