"""A fleet of real workers on this machine, each as if it had a machine of its own; and what it left behind."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis
import yaml

from memory.memory import Memory
from memory.records.runs import RunRecord
from memory.redis.backend import RedisBackend
from memory.stores.outbox import Outbox
from tests.support.ports import free_port
from tests.support.redis_server import RedisServer, running_redis

STREAM, ANNOUNCED = "infrastructure-requests", "infrastructure-events"
GROUP = "infra-engineer"
#: What each run announces that saved one environment.
ANNOUNCED_EVENTS = ("TraceLinkValidated", "InfrastructureGenerated", "HelmChartReady", "ManifestPublished")
TENANT = "acme"
#: Seconds in which a worker that gives no sign of life is given up.
REDELIVERY = 2
PROGRAM = Path(sys.executable).parent / "infra-engineer"
_PATIENCE = 120.0


@dataclass
class Machines:
    """Workers, each with a workspace and a state folder of its own.

    Attributes:
        folder: folder of their folders.
        server: the server in which they have everything else.
        workers: all that were ever started.
        ports: where those that were asked to tell whether they take work, by their number.
    """

    folder: Path
    server: RedisServer
    workers: "list[subprocess.Popen[bytes]]" = field(default_factory=list)
    ports: dict[int, int] = field(default_factory=dict)

    @property
    def client(self) -> Any:
        """A client of the server."""
        return redis.Redis.from_url(self.server.address)

    @property
    def memory(self) -> Memory:
        """Their memory."""
        return Memory(RedisBackend(self.server.address))

    def environment(self, name: str) -> dict[str, str]:
        """Return the environment of a machine."""
        own = self.folder / name
        (own / "workspace").mkdir(parents=True, exist_ok=True)
        address = self.server.address
        return {
            **os.environ,
            "INFRA_ENGINEER_FLEET": address,
            "INFRA_ENGINEER_FLEET_REDELIVERY_SECONDS": str(REDELIVERY),
            "INFRA_ENGINEER_INTAKE": f"{address}#{STREAM}",
            "INFRA_ENGINEER_MEMORY": address,
            "INFRA_ENGINEER_EVENT_CHANNELS": f"{address}#{ANNOUNCED}",
            "INFRA_ENGINEER_WORKSPACE": str(own / "workspace"),
            "INFRA_ENGINEER_STATE_DIR": str(own / "state"),
        }

    def hire(self, *flags: str) -> "subprocess.Popen[bytes]":
        """Start a worker with one compiling process; what it says goes to a file beside its folder."""
        name = f"worker-{len(self.workers)}"
        environment = self.environment(name)
        with (self.folder / f"{name}.log").open("wb") as log:
            worker = subprocess.Popen(
                [PROGRAM, "worker", "--jobs", "1", *flags], env=environment, cwd=self.folder / name, stderr=log
            )
        self.workers.append(worker)
        return worker

    def hire_probed(self) -> None:
        """Start a worker that tells whether it takes work."""
        port = free_port()
        self.ports[self.hire("--health-port", str(port)).pid] = port

    @property
    def at_work(self) -> bool:
        """Whether all that were asked to tell it, and live, take work."""
        living = [worker.pid for worker in self.workers if worker.poll() is None]
        return all(status(self.ports[pid], "/readyz") == 204 for pid in living if pid in self.ports)

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the program beside the workers."""
        environment = self.environment("client")
        return subprocess.run([PROGRAM, *arguments], env=environment, cwd=self.folder, capture_output=True, text=True)

    def send(self, payload: Mapping[str, Any] | bytes) -> None:
        """Add an event to the stream."""
        content = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        self.client.xadd(STREAM, {"payload": content})

    @property
    def _outbox(self) -> Outbox:
        return self.memory.of(TENANT).outbox

    @property
    def said(self) -> str:
        """All that the workers have said."""
        return "".join(log.read_text(errors="replace") for log in sorted(self.folder.glob("worker-*.log")))

    def runs(self) -> list[RunRecord]:
        """Return the runs that memory has of the tenant."""
        return self.memory.of(TENANT).runs.newest()

    def dead_letters(self) -> list[dict[str, Any]]:
        """Return the dead letters, as the program lists them."""
        listed: list[dict[str, Any]] = json.loads(self.run("worker", "dead-letters", "list", "--json").stdout)
        return listed

    @property
    def idle(self) -> bool:
        """Whether nothing waits, nobody works, and everybody has heard of everything."""
        client = self.client
        last, groups = client.xinfo_stream(STREAM)["last-generated-id"], client.xinfo_groups(STREAM)
        taken = all(not group["pending"] and group["last-delivered-id"] == last for group in groups)
        waiting = list(client.scan_iter("*infra-engineer-default*:stream"))
        later = {*client.zrange("infra-engineer-default:queue", 0, -1)} - {b"send_waiting_events"}
        return taken and not later and not any(map(client.xlen, waiting)) and not self._outbox.pending()

    def stop(self) -> list[int]:
        """Have the workers that live end in order, and return what they end with."""
        living = [worker for worker in self.workers if worker.poll() is None]
        for worker in living:
            worker.send_signal(signal.SIGTERM)
        return [worker.wait(60) for worker in living]


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    """Give a server and no worker yet; all is ended with the block."""
    (folder / "redis").mkdir(parents=True)
    with running_redis(folder / "redis") as server:
        found = Machines(folder, server)
        try:
            yield found
        finally:
            for worker in found.workers:
                if worker.poll() is None:
                    worker.kill()
                worker.wait()


def status(port: int, path: str) -> int:
    """Return what a port for probes answers; 0, if nobody is there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def until(true: Callable[[], bool], seconds: float = _PATIENCE) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it does not come to that"
        time.sleep(0.1)


def bundles(number: int) -> list[dict[str, Any]]:
    """Return bundles of components that all differ."""
    shape: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "examples" / "minimal.yaml").read_text())
    return [
        {
            **shape,
            "trace_id": f"trace-fleet-{index:04}",
            "tenant": TENANT,
            "component": {**shape["component"], "name": f"Fleet{index:04}", "replicas": 1 + index % 3},
        }
        for index in range(number)
    ]


def ready(bundle: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event that a bundle is ready."""
    return {"event": "BlueprintReady", "trace_id": bundle["trace_id"], "tenant": TENANT, "bundle": bundle}


def poison(number: int) -> list[bytes]:
    """Return events of which nothing can ever come, and which all differ."""
    shapes = [
        '{{"trace_id": "trace-{0}"',
        '{{"event": "SomethingElse", "trace_id": "trace-{0}"}}',
        '{{"event": "BlueprintReady", "trace_id": "trace-{0}"}}',
        '{{"event": "BlueprintReady", "trace_id": "trace-{0}", "bundle": {{"component": 7}}}}',
    ]
    return [shapes[index % len(shapes)].format(index).encode() for index in range(number)]


def by_command_line(folder: Path, asked: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the digests by component that the command line comes to on this machine.

    Args:
        folder: a folder that is not there yet.
        asked: the bundles.
    """
    (folder / "bundles").mkdir(parents=True)
    for bundle in asked:
        (folder / "bundles" / f"{bundle['component']['name']}.yaml").write_text(yaml.safe_dump(bundle))
    done = subprocess.run(
        [PROGRAM, "generate", "bundles", "--jobs", "1", "--json"],
        cwd=folder,
        env={"INFRA_ENGINEER_STATE_DIR": str(folder / "state"), "HOME": str(folder)},
        capture_output=True,
        check=True,
    )
    return {one["component"]: one["digest"] for one in json.loads(done.stdout)}


@dataclass
class Trial:
    """What became of many events while workers and the server were killed.

    Attributes:
        seconds: how long it took.
        digests: digest of the artifacts by component, as memory has them.
        runs: how many runs that are done memory has of each component.
        announced: how often each event was announced to the outside, by component and name.
        dead: the dead letters.
        said: what the workers said.
    """

    seconds: float
    digests: dict[str, str]
    runs: Counter[str]
    announced: Counter[tuple[str, str]]
    dead: list[dict[str, Any]]
    said: str


def trial(folder: Path, asked: Sequence[Mapping[str, Any]], poisoned: Sequence[bytes], *, workers: int = 4) -> Trial:
    """Have a fleet work on bundles, each asked for by one event or two, with trouble.

    Two workers are killed at random, others are hired in their place, and the server is killed and started again.

    Args:
        folder: an empty folder.
        asked: the bundles.
        poisoned: what is sent among them.
        workers: number of workers.
    """
    chance = random.Random(14)  # noqa: S311 - which worker is killed when is no secret
    with machines(folder) as fleet:
        for _ in range(workers):
            fleet.hire()
        events: list[Mapping[str, Any] | bytes] = [ready(bundle) for bundle in asked]
        events += [*events[:: len(asked) // 10 or 1], *poisoned]
        chance.shuffle(events)
        began = time.monotonic()
        for event in events:
            fleet.send(event)
        for share in (0.2, 0.5):
            until(lambda share=share: len(fleet.runs()) >= share * len(asked))  # type: ignore[misc]
            time.sleep(chance.random() / 2)
            killed = chance.choice([worker for worker in fleet.workers if worker.poll() is None])
            killed.kill()
            killed.wait()
            fleet.hire_probed()
        until(lambda: len(fleet.runs()) >= 0.7 * len(asked))
        # One that begins while there is no server says so and ends, which is another story.
        until(lambda: fleet.at_work)
        fleet.server.kill()
        time.sleep(1)
        fleet.server.start()
        until(lambda: fleet.idle, _PATIENCE + len(asked))
        seconds = time.monotonic() - began
        dead = fleet.dead_letters()
        assert fleet.stop() == [0] * workers
        return _left(fleet, seconds, dead)


def _left(fleet: Machines, seconds: float, dead: list[dict[str, Any]]) -> Trial:
    done = [run for run in fleet.runs() if run.artifacts is not None]
    events = [json.loads(fields[b"cloudevent"]) for _, fields in fleet.client.xrange(ANNOUNCED)]
    names = [(event.get("subject", ""), event["type"].rpartition(".")[2]) for event in events]
    return Trial(
        seconds=seconds,
        digests={run.component: str(run.artifacts) for run in done},
        runs=Counter(run.component for run in done if run.status == "announced"),
        announced=Counter(name for name in names if not name[1].endswith("Failed")),
        dead=dead,
        said=fleet.said,
    )
