"""Spans and measurements by OTLP, with the settings of OpenTelemetry's own variables.

The providers are this agent's alone. No library in the process finds them, so nobody else's spans, which might hold
what functions were called with, are sent.
"""

import os
from collections.abc import Callable, Iterable
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from agent.telemetry.instruments import BY_NAME, INSTRUMENTS, Instrument
from agent.telemetry.measurements import Measurement
from agent.telemetry.sending.gauges import Gauges
from agent.telemetry.switches import Protocol, Signal, of_exporter
from foundation.model.run.trace import GENERATED_BY

if TYPE_CHECKING:
    from opentelemetry.metrics import CallbackOptions, Observation
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

#: Takes the signal that a receiver did not take.
Undelivered = Callable[[Signal], None]
#: Seconds until a receiver is given up, unless its variables say otherwise: a command waits for that at its end.
_PATIENCE = 2.0
#: The exporters; each loads what the others do without.
_EXPORTERS: dict[tuple[Signal, Protocol], str] = {
    ("traces", "grpc"): "opentelemetry.exporter.otlp.proto.grpc.trace_exporter:OTLPSpanExporter",
    ("traces", "http/protobuf"): "opentelemetry.exporter.otlp.proto.http.trace_exporter:OTLPSpanExporter",
    ("metrics", "grpc"): "opentelemetry.exporter.otlp.proto.grpc.metric_exporter:OTLPMetricExporter",
    ("metrics", "http/protobuf"): "opentelemetry.exporter.otlp.proto.http.metric_exporter:OTLPMetricExporter",
}
#: Milliseconds that spans wait for others.
_DELAY = 1000.0


def build_tracer_provider(protocol: Protocol, undelivered: Undelivered) -> "TracerProvider":
    """Return what makes and sends spans.

    Args:
        protocol: how they are sent.
        undelivered: is told when they are not taken.
    """
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    exporter = _exporter("traces", protocol)
    delay = None if os.environ.get("OTEL_BSP_SCHEDULE_DELAY") else _DELAY
    provider = TracerProvider(resource=_resource(), shutdown_on_exit=False)
    provider.add_span_processor(
        BatchSpanProcessor(_telling(exporter, "traces", undelivered), schedule_delay_millis=delay)
    )
    return provider


class OtlpMeter:
    """Sends measurements, once a minute and at the end.

    Args:
        protocol: how they are sent.
        gauges: what is read when they are sent.
        undelivered: is told when they are not taken.
    """

    def __init__(self, protocol: Protocol, gauges: Gauges, undelivered: Undelivered) -> None:
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader

        exporter = _telling(_exporter("metrics", protocol), "metrics", undelivered)
        reader = PeriodicExportingMetricReader(exporter)
        self._provider = MeterProvider([reader], resource=_resource(), shutdown_on_exit=False)
        self._made = _made(self._provider, gauges)

    def record(self, measurements: Iterable[Measurement]) -> None:
        """Take measurements."""
        for name, value, labels in measurements:
            instrument = BY_NAME[name]
            attributes = dict(zip(instrument.labels, labels, strict=True))
            if instrument.kind == "histogram":
                self._made[name].record(value, attributes)
            else:
                self._made[name].add(value, attributes)

    def close(self) -> None:
        """Send what is there, and end."""
        self._provider.shutdown()


def _made(provider: "MeterProvider", gauges: Gauges) -> dict[str, Any]:
    meter = provider.get_meter(GENERATED_BY)
    made: dict[str, Any] = {}
    for one in INSTRUMENTS:
        if one.kind == "counter":
            made[one.name] = meter.create_counter(one.name, one.unit, one.meaning)
        elif one.kind == "histogram":
            made[one.name] = meter.create_histogram(
                one.name, one.unit, one.meaning, explicit_bucket_boundaries_advisory=one.buckets
            )
        else:
            meter.create_observable_gauge(one.name, [_callback(one, gauges)], one.unit, one.meaning)
    return made


def _callback(instrument: Instrument, gauges: Gauges) -> "Callable[[CallbackOptions], list[Observation]]":
    from opentelemetry.metrics import Observation

    def observe(_: "CallbackOptions") -> list[Observation]:
        return [
            Observation(value, dict(zip(instrument.labels, labels, strict=True)))
            for _, value, labels in gauges.read(instrument.name)
        ]

    return observe


def _resource() -> "Resource":
    from opentelemetry.sdk.resources import SERVICE_INSTANCE_ID, SERVICE_NAME, Resource

    own = {SERVICE_INSTANCE_ID: str(uuid4())}
    if not os.environ.get("OTEL_SERVICE_NAME"):
        own[SERVICE_NAME] = GENERATED_BY
    return Resource.create(own)


def _exporter(signal: Signal, protocol: Protocol) -> Any:
    _, time = of_exporter(os.environ, signal, "TIMEOUT")
    # The library takes the milliseconds of the specification for seconds.
    options: dict[str, Any] = {"timeout": int(time) / 1000 if time else _PATIENCE}
    _, compression = of_exporter(os.environ, signal, "COMPRESSION")
    if protocol == "grpc" and compression.lower() == "none":
        # The library does not know the word there.
        options["compression"] = resolve_name("grpc:Compression.NoCompression")
    return resolve_name(_EXPORTERS[signal, protocol])(**options)


def _telling(exporter: Any, signal: Signal, undelivered: Undelivered) -> Any:
    """Let an exporter tell what it did not deliver; the library logs it, at length and every time."""
    export = exporter.export

    def told(*arguments: Any, **options: Any) -> Any:
        result = export(*arguments, **options)
        if result.name == "FAILURE":
            undelivered(signal)
        return result

    exporter.export = told
    return exporter
