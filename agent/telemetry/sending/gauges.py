"""What is read when somebody looks, such as how much waits."""

from collections.abc import Callable, Iterable, Iterator

from agent.telemetry.instruments import Instrument
from agent.telemetry.measurements import Measurement
from foundation.model.errors import AgentError

#: Returns the present values, one for each series.
Read = Callable[[], Iterable[Measurement]]


class Gauges:
    """Readers of gauges, by instrument; one that cannot read just now has no value, and hides no other."""

    def __init__(self) -> None:
        self._readers: dict[str, Read] = {}

    def watch(self, instrument: Instrument, read: Read) -> None:
        """Read an instrument from now on.

        Args:
            instrument: a gauge.
            read: returns its present values.
        """
        self._readers[instrument.name] = read

    def read(self, instrument: str) -> Iterator[Measurement]:
        """Yield the present values of an instrument.

        Args:
            instrument: its name.
        """
        reader = self._readers.get(instrument)
        if reader is None:
            return
        try:
            yield from list(reader())
        except (AgentError, OSError):
            return
