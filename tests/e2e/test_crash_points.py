"""A run that is killed at any point, and the same command again: whole output, each event once, the same digests."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from foundation.model.run.artifacts import sha256
from tests.support.crash_points import POINTS, Runs, killable_runs
from tests.support.generation import EXAMPLES
from tests.support.goldens import files_of
from tests.support.redis_server import RedisServer, running_redis

GENERATE = ["generate", str(EXAMPLES / "minimal.yaml"), "-o", "out", "-q"]


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    with killable_runs() as made:
        yield made


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running_redis(tmp_path_factory.mktemp("redis")) as running:
        yield running


@pytest.fixture(scope="module")
def unhurt(
    runs: Runs, server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, bytes], list[str]]:
    """What a run leaves that nobody kills: its files, and the events on the stream."""
    folder = tmp_path_factory.mktemp("unhurt")
    assert runs.run(GENERATE, folder, environment(folder, server, 15)) == 0
    return output(folder), on_stream(server, 15)


def address(server: RedisServer, database: int) -> str:
    return server.address.removesuffix("/0") + f"/{database}"


def environment(folder: Path, server: RedisServer, database: int) -> dict[str, str]:
    return {
        "INFRA_ENGINEER_STATE_DIR": str(folder / "state"),
        "INFRA_ENGINEER_EVENT_CHANNELS": address(server, database),
        "SOURCE_DATE_EPOCH": "1746657912",
    }


def output(folder: Path) -> dict[str, bytes]:
    """Return the files that a run leaves, each of them whole by the index; none if the place is as it was before."""
    files = {path: content for path, content in files_of(folder / "out").items() if path != "events.jsonl"}
    if files:
        listed = {entry["path"]: entry["sha256"] for entry in json.loads(files["artifacts.json"])["artifacts"]}
        assert listed == {path: sha256(content) for path, content in files.items() if path != "artifacts.json"}
    return files


def on_stream(server: RedisServer, database: int) -> list[str]:
    with redis.Redis.from_url(address(server, database), decode_responses=True) as client:
        return [fields["id"] for _, fields in client.xrange("infrastructure-events")]


@pytest.mark.parametrize(("database", "point"), list(enumerate(POINTS)))
def test_the_same_command_again(
    runs: Runs,
    server: RedisServer,
    unhurt: tuple[dict[str, bytes], list[str]],
    tmp_path: Path,
    database: int,
    point: str,
) -> None:
    given = environment(tmp_path, server, database)
    files, events = unhurt
    with redis.Redis.from_url(address(server, database)) as client:
        client.flushdb()
    assert runs.run(GENERATE, tmp_path, given, point) == -signal.SIGKILL
    assert output(tmp_path) in ({}, files), "no part of an output is at its place"
    assert set(on_stream(server, database)) <= set(events)
    assert runs.run(GENERATE, tmp_path, given) == 0, (tmp_path / "said").read_text()
    assert output(tmp_path) == files
    assert on_stream(server, database) == events
    assert {path.name for path in tmp_path.iterdir()} == {"out", "state", "said"}, "nothing is left beside"
    lines = [json.loads(line) for line in (tmp_path / "out/events.jsonl").read_text().splitlines()]
    kinds = [line["event"] for line in lines]
    assert kinds == kinds[:4] * (len(kinds) // 4), "whole runs alone are told of"
