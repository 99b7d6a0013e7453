"""What watches runs, by the settings and OpenTelemetry's variables; nothing of it is loaded if nothing is on."""

import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from agent.bootstrap.endings import at_the_end
from agent.bootstrap.logs import build_log
from agent.logs import Log
from agent.settings import Settings
from agent.telemetry.switches import Signal, Switches, switches_of
from foundation.model.run.trace import GENERATED_BY

if TYPE_CHECKING:
    from agent.telemetry.measurements import Measurement
    from agent.telemetry.observing import Observer
    from agent.telemetry.sending.prometheus import MetricsPage
    from agent.telemetry.telemetry import Measuring, Telemetry
    from agent.telemetry.watching.lookups import Unchanged
    from agent.telemetry.watching.measuring import Record

#: Spans and measurements are sent before the lines of the log are, which may be about them.
_FIRST = 10


def build_telemetry(settings: Settings) -> "Telemetry | None":
    """Wire what watches the runs of this process; it is made once in a process.

    Args:
        settings: the settings.

    Returns:
        It; nothing, if nothing is switched on.

    Raises:
        InputError: a variable of OpenTelemetry has a value that means nothing.
    """
    _forget_empty_variables()
    switches, log = switches_of(os.environ), build_log(settings)
    if switches == Switches() and not settings.metrics and not log.is_detailed:
        return None
    variables = tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith("OTEL_")))
    return _telemetry(switches, settings, variables)


def _forget_empty_variables() -> None:
    """Let an empty variable mean that there is none: so says the specification, and the library does otherwise."""
    for name in [name for name, value in os.environ.items() if name.startswith("OTEL_") and not value.strip()]:
        del os.environ[name]


def build_metrics_app(settings: Settings) -> "MetricsPage":
    """Wire the ASGI application that answers with what was measured, for a server to mount at /metrics.

    Args:
        settings: the settings; ``metrics`` is set in them, as in those of the processes that work for the server.

    Raises:
        ValueError: ``metrics`` is not set, or this process works for another one.
    """
    from agent.telemetry.sending.prometheus import MetricsPage

    telemetry = build_telemetry(settings)
    if telemetry is None or telemetry.measuring.page is None:
        raise ValueError("nothing is measured for a page in this process")
    return MetricsPage(telemetry.measuring.page)


def observing_filters(telemetry: "Telemetry | None") -> list[Any]:
    """Return the filters of the kernel that let watchers see steps; none, if nobody watches."""
    if telemetry is None:
        return []
    from agent.execution.filters.observed import observed_step

    return [observed_step]


def watched_unchanged(find: "Unchanged", telemetry: "Telemetry | None") -> "Unchanged":
    """Return what looks for the results of earlier runs, watched if anybody watches."""
    if telemetry is None:
        return find
    from agent.telemetry.watching.lookups import watched_lookups

    return watched_lookups(find, telemetry)


def absorbing(telemetry: "Telemetry | None") -> "Callable[[Sequence[Measurement]], None]":
    """Return what takes the measurements of processes that work for this one."""
    return telemetry.measuring.record if telemetry is not None else lambda _: None


@lru_cache(maxsize=8)
def _telemetry(switches: Switches, settings: Settings, variables: tuple[tuple[str, str], ...]) -> "Telemetry":
    # The variables are read by the libraries; other ones are another telemetry.
    del variables
    from agent.telemetry.observing import Together
    from agent.telemetry.telemetry import Telemetry
    from agent.telemetry.watching.measuring import MeasuringObserver

    log = build_log(settings)
    undelivered = _undelivered(log)
    measuring = _measuring(switches, settings, undelivered)
    observers: list[Observer] = []
    closing: list[Callable[[], None]] = [*measuring.closing]
    if switches.traces is not None:
        from agent.telemetry.sending.otlp import build_tracer_provider
        from agent.telemetry.watching.spans import SpanObserver

        provider = build_tracer_provider(switches.traces, undelivered)
        observers.append(SpanObserver(provider.get_tracer(GENERATED_BY)))
        closing.append(provider.shutdown)
    if measuring.meters:
        observers.append(MeasuringObserver(measuring.record))
    if log.is_detailed:
        from agent.telemetry.watching.steps import StepLogObserver

        observers.append(StepLogObserver(log.info))
    telemetry = Telemetry(Together(*observers), measuring, closing)
    if closing:
        at_the_end(telemetry.close, order=_FIRST)
    return telemetry


def _measuring(switches: Switches, settings: Settings, undelivered: "Callable[[Signal], None]") -> "Measuring":
    """Return what takes measurements: in a process that works for another one, that one does."""
    from multiprocessing import parent_process

    from agent.telemetry.carried import carry
    from agent.telemetry.sending.gauges import Gauges
    from agent.telemetry.telemetry import Measuring

    gauges = Gauges()
    if parent_process() is not None:
        return Measuring(gauges, [carry] if settings.metrics or switches.metrics is not None else [])
    meters: list[Record] = []
    closing, page = [], None
    if switches.metrics is not None:
        from agent.telemetry.sending.otlp import OtlpMeter

        meter = OtlpMeter(switches.metrics, gauges, undelivered)
        meters.append(meter.record)
        closing.append(meter.close)
    if settings.metrics:
        from agent.bootstrap.gauges import watch_outbox, watch_queues
        from agent.telemetry.sending.prometheus import PrometheusMeter

        watch_outbox(gauges, settings)
        watch_queues(gauges, settings)

        page = PrometheusMeter(gauges)
        meters.append(page.record)
    return Measuring(gauges, meters, page, closing)


def _undelivered(log: Log) -> Callable[[Signal], None]:
    """Return what tells, once for each signal, that a receiver does not take what it is sent."""
    import logging

    told = set[Signal]()
    # Its exporters would say the same in many words, and each time.
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)

    def tell(signal: Signal) -> None:
        if signal not in told:
            told.add(signal)
            log.warning("telemetry was not taken", signal=signal, remedy="see OTEL_EXPORTER_OTLP_ENDPOINT")

    return tell
