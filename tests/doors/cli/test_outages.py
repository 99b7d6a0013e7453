"""Memory and events on a server whose connections are cut or that is killed: nothing is lost, the way on is told."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from redis import Redis

from agent.execution.recording.recorder import Recorder
from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_when_the_world_fails import MINIMAL, output
from tests.support.fleet import until
from tests.support.proxy import CuttingProxy, cutting_proxy
from tests.support.redis_server import RedisServer, running_redis

Program = Callable[..., Outcome]
GENERATE = ("generate", MINIMAL, "-o", "out", "-q")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    folder = tmp_path / "redis"
    folder.mkdir()
    with running_redis(folder) as running:
        yield running


@pytest.fixture
def proxy(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[CuttingProxy]:
    """Memory and the events' channel are behind a proxy."""
    with cutting_proxy(server.port) as proxy:
        monkeypatch.setenv("INFRA_ENGINEER_MEMORY", proxy.address)
        monkeypatch.setenv("INFRA_ENGINEER_EVENT_CHANNELS", proxy.address)
        yield proxy


def on_stream(server: RedisServer) -> list[str]:
    with Redis.from_url(server.address, decode_responses=True) as client:
        return [
            json.loads(fields["cloudevent"])["data"]["event"] for _, fields in client.xrange("infrastructure-events")
        ]


def statuses(program: Program) -> list[str]:
    return [run["status"] for run in json.loads(program("runs", "list", "--json").out)]


KINDS = ["TraceLinkValidated", "InfrastructureGenerated", "HelmChartReady", "ManifestPublished"]


@pytest.mark.parametrize("cuts", [[0], [0, 0], [1], [5, 5], [30, 5, 0], [120], [150, 150], [1000]])
def test_cut_connections_are_made_again(
    program: Program, workspace: Path, server: RedisServer, proxy: CuttingProxy, cuts: list[int]
) -> None:
    proxy.cuts = list(cuts)
    done = program(*GENERATE)
    assert (done.code, proxy.cuts) == (0, []), done
    assert output(workspace / "out")
    assert sorted(on_stream(server)) == sorted(KINDS), "each event once"
    assert statuses(program) in (["announced"], ["saved"])
    assert program("events", "relay").code == 0
    assert sorted(on_stream(server)) == sorted(KINDS)


def test_a_batch_whose_fleet_is_gone_ends_at_once_for_all_of_it(
    program: Program, workspace: Path, server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.doors.worker.batch._PATIENCE", 1.0)
    monkeypatch.setenv("INFRA_ENGINEER_MEMORY", server.address)
    Path("batch").mkdir()
    for number in range(6):
        Path(f"batch/{number}.yaml").write_text(Path(MINIMAL).read_text().replace("Ping", f"Ping{number}"))

    def away_when_all_waits() -> None:
        with Redis.from_url(server.address) as client:
            until(lambda: int(client.xlen("infra-engineer-default:stream")) == 6)
        server.kill()

    killer = Thread(target=away_when_all_waits)
    killer.start()
    done = program("generate", "batch", "--fleet", server.address, "-o", "out")
    killer.join()
    assert (done.code, done.err.count("error fleet-unavailable"), "Traceback" in done.err) == (3, 1, False)


def test_a_server_that_cuts_everything_fails_no_generation_and_the_way_on_is_told(
    program: Program, workspace: Path, server: RedisServer, proxy: CuttingProxy
) -> None:
    proxy.dead = True
    done = program(*GENERATE)
    assert done.code == 3
    assert output(workspace / "out"), "the files are saved, and whole"
    assert "infra-engineer republish out" in done.err
    assert "memory-unavailable" in done.err or "cannot be used" in done.err
    assert on_stream(server) == []
    proxy.dead = False
    assert program("republish", "out", "-q").code == 0
    assert sorted(on_stream(server)) == sorted(KINDS)


def test_a_server_that_is_killed_after_it_has_the_events_sends_them_when_it_is_back(
    program: Program, workspace: Path, server: RedisServer, proxy: CuttingProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Recorder.keep

    def deadly(recorder: Recorder, *arguments: object) -> bool:
        kept = keep(recorder, *arguments)  # type: ignore[arg-type]
        server.kill()
        return kept

    with monkeypatch.context() as patched:
        patched.setattr(Recorder, "keep", deadly)
        done = program(*GENERATE)
    assert done.code == 0, "what is done is done"
    assert "cannot be used" in done.err
    assert output(workspace / "out")
    away = program("events", "relay")
    assert (away.code, "memory-unavailable" in away.err) == (3, True)
    server.start()
    waiting = json.loads(program("events", "list", "--json").out)
    assert len(waiting) == 1
    assert program("events", "relay").code == 0
    assert on_stream(server) == KINDS
    assert program(*GENERATE).code == 0
    assert on_stream(server) == KINDS, "each event once"
    assert len(statuses(program)) == 1
