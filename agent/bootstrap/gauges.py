"""What is read of memory when somebody looks at the metrics."""

from collections import Counter
from typing import TYPE_CHECKING

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.telemetry.instruments import OUTBOX
from agent.telemetry.measurements import Measurement, measured

if TYPE_CHECKING:
    from agent.telemetry.sending.gauges import Gauges

#: Events beside an output folder wait for that folder; each folder as a series of its own would be too many.
_FILES = "file"


def watch_outbox(gauges: "Gauges", settings: Settings) -> None:
    """Have the outbox read whenever somebody looks.

    Args:
        gauges: what is read then.
        settings: the settings.
    """
    memory = build_memory(settings)

    def read() -> list[Measurement]:
        waiting = Counter[str]()
        for tenant in memory.tenants():
            for entry in memory.of(tenant).outbox.pending():
                for name in entry.waiting:
                    channel = _FILES if name.startswith(f"{_FILES}:") else name
                    waiting[channel] += len(entry.events) - entry.deliveries[name].sent
        return [measured(OUTBOX, number, channel) for channel, number in sorted(waiting.items())]

    gauges.watch(OUTBOX, read)
