"""Measurements: what runs leave, added up over processes, as Prometheus reads it."""

import asyncio
import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
import redis
from prometheus_client.parser import text_string_to_metric_families

from agent.bootstrap import build_agent
from agent.bootstrap.telemetry import build_metrics_app, build_telemetry
from agent.telemetry.carried import carry, drain
from agent.telemetry.instruments import CACHE, GENERATIONS, INSTRUMENTS, OUTBOX
from agent.telemetry.measurements import measured
from agent.telemetry.sending.gauges import Gauges
from agent.telemetry.sending.prometheus import PrometheusMeter
from foundation.model.errors import OutsideError, Problem
from foundation.model.fleet import GROUP, fleet_name
from tests.support.generation import case_named, generate, settings_in
from tests.support.ports import free_port
from tests.support.redis_server import running_redis


def values(page: bytes) -> dict[tuple[str, ...], float]:
    """Return the samples of a page by name and labels, without the buckets."""
    return {
        (sample.name, *(f"{name}={value}" for name, value in sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page.decode())
        for sample in family.samples
        if not sample.name.endswith("_bucket")
    }


def test_a_run_leaves_its_measurements(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, metrics=True, log_level="error")
    generate(build_agent(settings), case_named("minimal"), tmp_path / "out")
    telemetry = build_telemetry(settings)
    assert telemetry is not None
    assert telemetry.measuring.page is not None
    found = values(telemetry.measuring.page.render()[0])
    assert found["infragen_generations_total", "kind=generate", "status=generated"] == 1
    assert found["infragen_generation_duration_seconds_count", "kind=generate", "status=generated"] == 1
    assert 0 < found["infragen_generation_duration_seconds_sum", "kind=generate", "status=generated"] < 60
    assert found["infragen_step_duration_seconds_count", "step=overlay_merge.merge"] == 1
    assert found["infragen_findings_total", "code=replicas-minimum", "severity=advice"] == 1


def test_what_other_processes_measured_is_added(tmp_path: Path) -> None:
    meter = PrometheusMeter(Gauges())
    for _ in range(3):
        carry([measured(GENERATIONS, 1, "generate", "generated"), measured(CACHE, 1, "request", "hit")])
        meter.record(drain())
    assert drain() == []
    assert values(meter.render()[0]) == {
        ("infragen_generations_total", "kind=generate", "status=generated"): 3.0,
        ("infragen_cache_lookups_total", "cache=request", "outcome=hit"): 3.0,
        ("infragen_model_calls_total",): 0.0,
        ("infragen_model_cost_dollars_total",): 0.0,
    }


def test_a_gauge_that_cannot_be_read_hides_no_other() -> None:
    gauges = Gauges()
    gauges.watch(OUTBOX, lambda: [measured(OUTBOX, 7, "redis://h/0#s")])
    meter = PrometheusMeter(gauges)
    assert values(meter.render()[0])["infragen_outbox_depth", "channel=redis://h/0#s"] == 7

    def broken() -> Any:
        raise OutsideError(Problem(code="memory-unavailable", message="down", remedy="Start it."))

    gauges.watch(OUTBOX, broken)
    assert ("infragen_outbox_depth", "channel=redis://h/0#s") not in values(meter.render()[0])


def test_the_outbox_is_read_when_somebody_looks(tmp_path: Path) -> None:
    down = f"http://127.0.0.1:{free_port()}/events"
    settings = settings_in(tmp_path, metrics=True, event_channels=down, log_level="error")
    generate(build_agent(settings), case_named("minimal"), tmp_path / "out")
    telemetry = build_telemetry(settings)
    assert telemetry is not None
    assert telemetry.measuring.page is not None
    assert values(telemetry.measuring.page.render()[0])["infragen_outbox_depth", f"channel={down}"] == 4


def test_what_waits_for_workers_is_counted(tmp_path: Path) -> None:
    down = free_port()
    with running_redis(tmp_path) as server, redis.Redis.from_url(server.address) as client:
        intake = f"{server.address}#in {server.address}#empty redis://127.0.0.1:{down}/0#in"
        settings = settings_in(tmp_path, metrics=True, intake=intake, fleet=server.address, memory_workspace="shop")
        for number in range(5):
            client.xadd("in", {"payload": str(number)})
        client.xgroup_create("in", GROUP, id="0")
        client.xreadgroup(GROUP, "me", {"in": ">"}, count=2)
        client.xadd(f"{fleet_name('shop')}:stream", {"key": "x"})
        telemetry = build_telemetry(settings)
        assert telemetry is not None
        assert telemetry.measuring.page is not None
        found = values(telemetry.measuring.page.render()[0])
    assert {labels: value for labels, value in found.items() if labels[0] == "infragen_queue_lag"} == {
        ("infragen_queue_lag", f"queue={server.address}#in"): 5,
        ("infragen_queue_lag", f"queue={server.address}#empty"): 0,
        ("infragen_queue_lag", f"queue={server.address}"): 1,
    }


def test_there_is_no_page_where_nothing_is_measured(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing is measured"):
        build_metrics_app(settings_in(tmp_path))


def test_a_measurement_has_every_label() -> None:
    with pytest.raises(ValueError, match="kind"):
        measured(GENERATIONS, 1, "generate")


def test_instruments_are_named_as_their_formats_ask() -> None:
    assert len({one.family for one in INSTRUMENTS}) == len(INSTRUMENTS)
    for one in INSTRUMENTS:
        assert re.fullmatch(r"infragen(\.[a-z]+)+", one.name)
        assert re.fullmatch(r"[a-z_]+", one.family)
        assert (one.buckets != ()) == (one.kind == "histogram")
        assert list(one.buckets) == sorted(one.buckets)
        assert one.meaning.endswith(".")


@pytest.mark.parametrize(
    ("method", "accept", "status", "media_type"),
    [
        ("GET", b"", 200, "text/plain; version=0.0.4; charset=utf-8"),
        ("GET", b"application/openmetrics-text; version=1.0.0", 200, "application/openmetrics-text; version=1.0.0"),
        ("HEAD", b"", 200, "text/plain; version=0.0.4; charset=utf-8"),
        ("POST", b"", 405, "text/plain"),
    ],
)
def test_the_page_is_an_application(method: str, accept: bytes, status: int, media_type: str, tmp_path: Path) -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(dict(message))

    scope = {"type": "http", "method": method, "headers": [(b"accept", accept)]}
    asyncio.run(build_metrics_app(settings_in(tmp_path, metrics=True))(scope, None, send))
    start, body = sent
    assert start["status"] == status
    assert dict(start["headers"])[b"content-type"].decode().startswith(media_type)
    assert bool(body["body"]) == (method == "GET")
