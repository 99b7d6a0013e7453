"""Measurements for Prometheus: summed up in this process, and written when they are asked for.

Processes that work for this one hand their measurements over with their results, so one page tells of all of them.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from typing import Any, cast

from anyio.to_thread import run_sync
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from agent.telemetry.instruments import INSTRUMENTS, Instrument
from agent.telemetry.measurements import Measurement
from agent.telemetry.sending.gauges import Gauges

_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class PrometheusMeter:
    """Adds measurements up.

    Args:
        gauges: what is read when the page is asked for.
    """

    def __init__(self, gauges: Gauges) -> None:
        # When a series began is of no use here, and doubles the page.
        cast("Callable[[], None]", disable_created_metrics)()
        self._registry = CollectorRegistry()
        self._gauges = gauges
        self._made = {one.name: _made(one, self._registry) for one in INSTRUMENTS if one.kind != "gauge"}
        self._registry.register(self)

    def record(self, measurements: Iterable[Measurement]) -> None:
        """Take measurements."""
        for name, value, labels in measurements:
            metric = self._made[name].labels(*labels) if labels else self._made[name]
            if isinstance(metric, Histogram):
                metric.observe(value)
            else:
                metric.inc(value)

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges, for the registry."""
        for instrument in INSTRUMENTS:
            if instrument.kind == "gauge":
                family = GaugeMetricFamily(instrument.family, instrument.meaning, labels=instrument.labels)
                for measurement in self._gauges.read(instrument.name):
                    family.add_metric(measurement.labels, measurement.value)
                yield family

    def render(self, accept: str = "") -> tuple[bytes, str]:
        """Return the page and its media type.

        Args:
            accept: the reader's Accept header: OpenMetrics for those that ask for it, else Prometheus' own text.
        """
        encode, media_type = choose_encoder(accept)
        return encode(self._registry), media_type


def _made(instrument: Instrument, registry: CollectorRegistry) -> Any:
    name, labels = instrument.family, instrument.labels
    if instrument.kind == "histogram":
        return Histogram(name, instrument.meaning, labels, buckets=instrument.buckets, registry=registry)
    return Counter(name, instrument.meaning, labels, registry=registry)


class MetricsPage:
    """The ASGI application that answers with the page, for a server to put at a path.

    Args:
        meter: what has the measurements.
    """

    def __init__(self, meter: PrometheusMeter) -> None:
        self._meter = meter

    async def __call__(self, scope: MutableMapping[str, Any], _receive: Any, send: _Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        if scope["method"] not in ("GET", "HEAD"):
            await _answered(send, 405, b"", b"text/plain", (b"allow", b"GET, HEAD"))
            return
        accept = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"accept"), "")
        # Gauges ask memory and servers, and nobody else waits for that.
        page, media_type = await run_sync(self._meter.render, accept)
        await _answered(send, 200, page if scope["method"] == "GET" else b"", media_type.encode())


async def _answered(send: _Send, status: int, body: bytes, media_type: bytes, *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", media_type), (b"cache-control", b"no-store"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
