"""One real worker on a real server: what it takes, what it leaves, and a batch that is spread over it."""

import json
import os
import pickle
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.support.fleet import GROUP, PROGRAM, STREAM, TENANT, Machines, bundles, machines, ready, status, until
from tests.support.ports import free_port
from tests.support.registry import running_registry

pytestmark = pytest.mark.xdist_group("fleet")
SEVERAL = bundles(8)


def named(name: str, **more: Any) -> dict[str, Any]:
    bundle = SEVERAL[0]
    return {**bundle, "trace_id": f"trace-{name.lower()}", "component": {**bundle["component"], "name": name, **more}}


class Second(NamedTuple):
    """What a second worker left: what it said, and where it published."""

    registry: str
    said: list[dict[str, Any]]


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Machines]:
    """A worker for the tests of this module."""
    with machines(tmp_path_factory.mktemp("one")) as found:
        found.hire("--health-port", str(port))
        yield found


def done(fleet: Machines, component: str) -> list[Any]:
    return [run for run in fleet.runs() if run.component == component and run.artifacts is not None]


def letters(fleet: Machines, subject: str) -> list[dict[str, Any]]:
    return [letter for letter in fleet.dead_letters() if letter["subject"] == subject]


def test_it_says_when_it_takes_work(fleet: Machines, port: int) -> None:
    until(lambda: status(port, "/readyz") == 204)
    assert [status(port, path) for path in ("/healthz", "/", "/readyz?x", "/../readyz")] == [204, 404, 404, 404]


def test_an_envelope_comes_to_a_run(fleet: Machines) -> None:
    data = {"trace_id": "trace-wrapped", "tenant": TENANT, "bundle": named("Wrapped")}
    event = {"specversion": "1.0", "id": "e-1", "source": "/x", "type": "x.BlueprintReady", "data": data}
    fleet.client.xadd(STREAM, {"cloudevent": json.dumps(event)})
    until(lambda: bool(done(fleet, "Wrapped")))
    assert fleet.run("runs", "list", "--component", "Wrapped").stdout.count("Wrapped") == 1


class Hostile:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.mark),)


@pytest.mark.parametrize("part", ["args", "kwargs"])
def test_a_task_that_would_run_code_runs_none(fleet: Machines, tmp_path: Path, part: str) -> None:
    task = {"key": f"hostile-{part}", "when": "2026-01-01T00:00:00+00:00", "function": "sleep"}
    content = {"args": pickle.dumps(()), "kwargs": pickle.dumps({})} | {part: pickle.dumps(Hostile(tmp_path / "ran"))}
    # A task of docket's own, which it tries once.
    fleet.client.xadd("infra-engineer-default:stream", {**task, **content, "attempt": "1", "generation": "0"})
    until(lambda: "posix.mkdir" in fleet.said and fleet.idle)
    assert not (tmp_path / "ran").exists()
    fleet.send(ready(named(f"After{part}")))
    until(lambda: bool(done(fleet, f"After{part}")))


def test_entries_of_the_queue_that_are_no_tasks_are_left_out_and_end_no_worker(fleet: Machines) -> None:
    task = {"key": "k", "when": "2026-01-01T00:00:00+00:00", "function": "sleep", "attempt": "1"}
    task |= {"args": pickle.dumps(()), "kwargs": pickle.dumps({}), "generation": "0"}
    wrong: list[dict[str, Any]] = [{"x": "y"}, *({**task, name: b"\xff"} for name in task)]
    wrong += [{name: value for name, value in task.items() if name != left} for left in task if left != "generation"]
    wrong += [{**task, "key": "later", "function": "task_of_tomorrow"}, {**task, "key": "k" * 1_000_000}]
    for fields in wrong:
        fleet.client.xadd("infra-engineer-default:stream", fields)
    fleet.send(ready(named("AfterAll")))
    until(lambda: bool(done(fleet, "AfterAll")) and not fleet.client.xlen("infra-engineer-default:stream"))
    assert "no task of this version is named task_of_tomorrow" in fleet.said
    assert "a task cannot be read, and is left out" in fleet.said
    assert max(map(len, fleet.said.splitlines())) < 1_000


def test_an_order_that_would_run_code_runs_none(fleet: Machines, tmp_path: Path) -> None:
    order = {"direction": "strike", "function": "generate_component", "parameter": "work", "operator": "=="}
    fleet.client.xadd("infra-engineer-default:strikes", {**order, "value": pickle.dumps(Hostile(tmp_path / "ran"))})
    until(lambda: "an order to leave out tasks is not ours" in fleet.said)
    assert not (tmp_path / "ran").exists()
    fleet.client.delete("infra-engineer-default:strikes")  # whoever comes later would be told too
    fleet.send(ready(named("Unstruck")))
    until(lambda: bool(done(fleet, "Unstruck")))


def test_the_same_again_is_no_run_again(fleet: Machines) -> None:
    seen = []
    for _ in range(3):
        fleet.send(ready(named("Twice")))
        until(lambda: fleet.idle)
        seen.append(done(fleet, "Twice"))
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]) == len(fleet.memory.of(TENANT).outbox.of_run(seen[0][0].run_id)) == 1


def test_back_to_an_earlier_state_is_a_run(fleet: Machines) -> None:
    for replicas in (1, 2, 1):
        fleet.send(ready(named("Back", replicas=replicas)))
        until(lambda: fleet.idle)
    asked = [json.loads(run.request.bundle)["component"]["replicas"] for run in done(fleet, "Back")]
    assert asked == [1, 2], "the newest first; the same request is the same run"
    output = fleet.folder / "worker-0" / "workspace" / "out" / TENANT / "back"
    (made,) = output.glob("manifests/*/deployment.yaml")
    assert yaml.safe_load(made.read_text())["spec"]["replicas"] == 1


def test_what_the_gate_refuses_is_a_dead_letter_until_it_passes(fleet: Machines) -> None:
    wrong = named("Blocked", replicas=5000)
    fleet.send(ready(wrong))
    until(lambda: bool(letters(fleet, "Blocked")))
    (letter,) = letters(fleet, "Blocked")
    assert (letter["reason"], letter["kept"], letter["tenant"], letter["event"]) == (
        "refused",
        "work",
        TENANT,
        "BlueprintReady",
    )
    again = fleet.run("worker", "dead-letters", "replay", letter["id"])
    assert (again.returncode, again.stdout) == (0, "1 dead letters were taken up again\n")
    until(lambda: fleet.idle and bool(letters(fleet, "Blocked")))
    listed = fleet.run("worker", "dead-letters", "list", "--tenant", TENANT).stdout
    assert f"{letter['id']}  {TENANT}  refused" in listed
    assert fleet.run("worker", "dead-letters", "drop", letter["id"]).stdout == "1 dead letters were dropped\n"
    assert letters(fleet, "Blocked") == []


def test_a_letter_that_nobody_knows_or_can_send_again(fleet: Machines) -> None:
    fleet.send(b"{")
    until(lambda: any(letter["reason"] == "unreadable" for letter in fleet.dead_letters()))
    name = next(letter["id"] for letter in fleet.dead_letters() if letter["reason"] == "unreadable")
    refused = fleet.run("worker", "dead-letters", "replay", name)
    assert (refused.returncode, refused.stdout) == (2, "0 dead letters were taken up again\n")
    assert "dead-letter-empty" in refused.stderr
    unknown = fleet.run("worker", "dead-letters", "drop", "dead-0")
    assert (unknown.returncode, "dead-letter-unknown" in unknown.stderr) == (2, True)
    assert fleet.run("worker", "dead-letters", "drop").returncode == 2
    assert fleet.run("worker", "dead-letters", "drop", "--all").returncode == 0
    assert fleet.dead_letters() == []


@pytest.fixture(scope="module")
def second(fleet: Machines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Second]:
    """Another worker, with a queue of its own, that publishes; it has a wrong password, and cannot write its folder."""
    client, address, own = fleet.client, fleet.server.address, fleet.environment("second")
    client.acl_setuser("sender", enabled=True, passwords=["+right-HIDDEN"], commands=["+@all"], keys=["*"])
    client.xgroup_create("other", GROUP, id="0", mkstream=True)
    client.xadd("other", {"payload": json.dumps(ready(named("Left")))})
    client.xreadgroup(GROUP, "gone#1", {"other": ">"})
    locked = f"{address.replace('//', '//sender:wrong-HIDDEN@')}#locked"
    own |= {"INFRA_ENGINEER_FLEET": f"{address[:-1]}1", "INFRA_ENGINEER_INTAKE": f"{address}#other {locked}"}
    out, said = Path(own["INFRA_ENGINEER_WORKSPACE"]) / "out", fleet.folder / "second.log"
    out.write_text("somebody's file")
    with running_registry(tmp_path_factory.mktemp("registry")) as host, said.open("wb") as log:
        flags = ("worker", "--jobs", "1", "--publish", f"oci://{host}/charts")
        worker = subprocess.Popen([PROGRAM, *flags], env=own, cwd=fleet.folder, stderr=log)
        until(lambda: "output-failed" in said.read_text())
        out.unlink()
        until(lambda: bool(done(fleet, "Left")) and client.xpending("other", GROUP)["pending"] == 0)
        worker.terminate()
        assert worker.wait(60) == 0
        yield Second(host, [json.loads(line) for line in said.read_text().splitlines()])


def test_an_entry_that_another_consumer_left_is_done_and_published_where_the_worker_does(second: Second) -> None:
    with urllib.request.urlopen(f"http://{second.registry}/v2/charts/{TENANT}/left/tags/list", timeout=10) as answer:
        assert json.load(answer)["tags"] == ["1.0.0"]


def test_what_keeps_a_worker_from_a_stream_or_from_its_folder_is_told_once(second: Second, fleet: Machines) -> None:
    assert sorted((line["code"], line["remedy"].partition(".")[0]) for line in second.said) == [
        ("fleet-unavailable", "Put the right ones in INFRA_ENGINEER_INTAKE"),
        ("output-failed", "Nothing was changed"),
    ]
    assert "HIDDEN" not in json.dumps(second.said)
    assert letters(fleet, "Left") == []


def test_an_entry_that_no_worker_survives_is_a_dead_letter(fleet: Machines) -> None:
    client = fleet.client
    name = client.xadd(STREAM, {"payload": json.dumps(ready(named("Deadly")))})
    until(lambda: fleet.idle)
    # As if it had been taken up by workers that all ended with it.
    client.xclaim(STREAM, GROUP, "gone#2", 0, [name], idle=60_000, retrycount=9, force=True)
    until(lambda: fleet.idle)
    (letter,) = fleet.dead_letters()
    assert letter["entry"] == name.decode()
    assert ([problem["code"] for problem in letter["problems"]], letter["reason"]) == (["event-given-up"], "given-up")
    assert fleet.run("worker", "dead-letters", "drop", letter["id"]).returncode == 0


def test_a_batch_is_what_this_machine_would_make(fleet: Machines) -> None:
    folder = fleet.folder / "bundles"
    folder.mkdir()
    for bundle in [*SEVERAL, named("TooMany", replicas=5000)]:
        (folder / f"{bundle['component']['name']}.yaml").write_text(yaml.safe_dump(bundle))
    spread = fleet.run("generate", "bundles", "--fleet", fleet.server.address, "-o", "spread")
    local = fleet.run("generate", "bundles", "--jobs", "1", "-o", "local")
    assert (spread.returncode, local.returncode) == (1, 1)
    assert spread.stdout.replace("spread/", "local/") == local.stdout
    assert spread.stderr.replace("spread/", "local/") == local.stderr
    files = {path.relative_to(fleet.folder / "local"): path for path in (fleet.folder / "local").rglob("*.*")}
    assert files
    for name, path in files.items():
        made = fleet.folder / "spread" / name
        assert made.is_file() == path.is_file(), name
        assert path.is_dir() or name.name == "events.jsonl" or made.read_bytes() == path.read_bytes(), name
    again = fleet.run("generate", "bundles", "--fleet", fleet.server.address, "-o", "spread")
    assert again.stdout.count("unchanged for") == len(SEVERAL)


@pytest.mark.parametrize(
    "flags",
    [
        ["--fleet", "memory://"],
        ["--fleet", "redis://127.0.0.1/0", "--dry-run"],
        ["--fleet", "redis://127.0.0.1/0", "--merge"],
        ["--fleet", "redis://127.0.0.1/0", "--review"],
        ["--fleet", "redis://:HIDDEN@127.0.0.1/0"],
        ["--fleet", "redis://127.0.0.1:0/"],
    ],
)
def test_flags_that_a_fleet_cannot_do(flags: list[str], fleet: Machines) -> None:
    refused = fleet.run("generate", "bundles", *flags)
    assert refused.returncode == 2
    assert "HIDDEN" not in refused.stderr


def test_a_worker_that_would_never_get_work(fleet: Machines) -> None:
    environment = fleet.environment("idle") | {"INFRA_ENGINEER_FLEET": "memory://", "INFRA_ENGINEER_INTAKE": ""}
    idle = subprocess.run([PROGRAM, "worker"], env=environment, capture_output=True, text=True)
    assert (idle.returncode, "worker-idle" in idle.stderr) == (2, True)


def test_a_password_that_is_wrong_is_told_and_never_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    with machines(tmp_path_factory.mktemp("locked")) as locked:
        locked.client.config_set("requirepass", "right-HIDDEN")
        environment = {**locked.environment("worker"), "INFRA_ENGINEER_FLEET_KEY": "wrong-HIDDEN"}
        refused = subprocess.run([PROGRAM, "worker"], env=environment, capture_output=True, text=True, timeout=120)
    assert (refused.returncode, "fleet-unavailable" in refused.stderr) == (3, True)
    assert not {"HIDDEN", "Traceback"} & {*refused.stderr.replace("-", " ").split()}
    assert all(line.startswith(("{", "error ", "  ")) for line in refused.stderr.splitlines() if line)


def test_a_server_that_is_not_there(fleet: Machines) -> None:
    away = f"redis://127.0.0.1:{free_port()}/0"
    (fleet.folder / "one.yaml").write_text(yaml.safe_dump(named("Away")))
    refused = fleet.run("generate", "one.yaml", "--fleet", away, "-o", "away")
    assert (refused.returncode, "fleet-unavailable" in refused.stderr) == (3, True)
    assert "Traceback" not in refused.stderr


def test_told_to_stop_it_finishes_what_it_has_begun(fleet: Machines) -> None:
    for index in range(6):
        fleet.send(ready(named(f"Stop{index}")))
    until(lambda: bool(done(fleet, "Stop0")))
    assert fleet.stop() == [0]
    assert {run.status for run in fleet.runs() if run.artifacts is not None} <= {"announced", "saved"}
    nobody = fleet.run("generate", "one.yaml", "--fleet", fleet.server.address, "-o", "away")
    assert (nobody.returncode, "fleet-empty" in nobody.stderr) == (3, True)
    fleet.hire()
    until(lambda: fleet.idle)
    assert {f"Stop{index}" for index in range(6)} <= {run.component for run in fleet.runs()}
    assert "Traceback" not in fleet.said
