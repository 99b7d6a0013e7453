"""All that is switched on in a process, as one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.telemetry.measurements import Measurement
from agent.telemetry.observing import Observer
from agent.telemetry.sending.gauges import Gauges
from agent.telemetry.watching.measuring import Record

if TYPE_CHECKING:
    from agent.telemetry.sending.prometheus import PrometheusMeter

#: Sends what is not sent yet; afterwards nothing is taken any more.
Close = Callable[[], None]


@dataclass(frozen=True)
class Measuring:
    """What takes measurements in a process.

    Attributes:
        gauges: what is read when somebody looks.
        meters: take measurements.
        page: what /metrics shows, in a process that has it.
        closing: what sends the rest.
    """

    gauges: Gauges
    meters: Sequence[Record] = ()
    page: "PrometheusMeter | None" = None
    closing: Sequence[Close] = ()

    def record(self, measurements: Iterable[Measurement]) -> None:
        """Take measurements: of this process, or what another one drained for it."""
        if self.meters:
            kept = list(measurements)
            for meter in self.meters:
                meter(kept)


@dataclass(frozen=True)
class Telemetry:
    """What watches the runs of a process.

    Attributes:
        observer: watches runs.
        measuring: takes measurements.
        closing: what sends the rest, at the end of the process.
    """

    observer: Observer
    measuring: Measuring
    closing: Sequence[Close] = field(default=())

    def close(self) -> None:
        """Send what is not sent yet; afterwards nothing is taken any more."""
        for close in self.closing:
            close()
