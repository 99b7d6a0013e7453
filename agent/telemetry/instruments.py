"""What is measured: the one list that code, docs, dashboards and alerts go by.

Names are dotted as OpenTelemetry has them; units are of UCUM (https://ucum.org), counts in braces.
"""

import re
from typing import Literal

from foundation.model.base import FrozenModel

Kind = Literal["counter", "histogram", "gauge"]

#: What Prometheus puts behind the name of a metric for its unit (https://prometheus.io/docs/practices/naming/).
_SUFFIXES = {"s": "_seconds", "USD": "_dollars"}
#: Upper bounds of durations in seconds: a run takes tens of milliseconds, and one that asks a model half a minute.
_RUN = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_STEP = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0)


class Instrument(FrozenModel):
    """One thing that is measured.

    Attributes:
        name: its name, dotted.
        kind: whether it only grows, is spread over buckets, or goes up and down.
        unit: its unit in UCUM.
        labels: what tells its series apart; each takes few values.
        meaning: what it says, in one sentence.
        buckets: upper bounds, for a histogram.
    """

    name: str
    kind: Kind
    unit: str
    labels: tuple[str, ...] = ()
    meaning: str
    buckets: tuple[float, ...] = ()

    @property
    def family(self) -> str:
        """Its name in Prometheus, as queries have it before ``_bucket`` and the like."""
        unit = _SUFFIXES.get(self.unit, "")
        return re.sub(r"\W", "_", self.name) + unit + ("_total" if self.kind == "counter" else "")


GENERATIONS = Instrument(
    name="infragen.generations",
    kind="counter",
    unit="{run}",
    labels=("kind", "status"),
    meaning="Runs that ended, by what they were for (generate, rebuild, republish, rollback) and how they ended.",
)
FAILURES = Instrument(
    name="infragen.failures",
    kind="counter",
    unit="{run}",
    labels=("failure", "fault"),
    meaning="Runs that did not do all they should, by the failure's name and whose fault it is (gate, input, outside).",
)
DURATION = Instrument(
    name="infragen.generation.duration",
    kind="histogram",
    unit="s",
    labels=("kind", "status"),
    meaning="How long runs took, from the request to the last event.",
    buckets=_RUN,
)
STEP_DURATION = Instrument(
    name="infragen.step.duration",
    kind="histogram",
    unit="s",
    labels=("step",),
    meaning="How long attempts at a step took.",
    buckets=_STEP,
)
FINDINGS = Instrument(
    name="infragen.findings",
    kind="counter",
    unit="{finding}",
    labels=("code", "severity"),
    meaning="What the gate found, by its code.",
)
RETRIES = Instrument(
    name="infragen.retries",
    kind="counter",
    unit="{attempt}",
    labels=("step",),
    meaning="Attempts at a step after its first.",
)
CACHE = Instrument(
    name="infragen.cache.lookups",
    kind="counter",
    unit="{lookup}",
    labels=("cache", "outcome"),
    meaning="Looks at what an earlier run left (request: the same request; helm_lint: the same skeleton), hit or miss.",
)
MODEL_CALLS = Instrument(
    name="infragen.model.calls",
    kind="counter",
    unit="{call}",
    meaning="Calls of a language model, repeated ones included.",
)
MODEL_TOKENS = Instrument(
    name="infragen.model.tokens",
    kind="counter",
    unit="{token}",
    labels=("direction",),
    meaning="Tokens that calls took, as the endpoint counted them, input and output.",
)
MODEL_COST = Instrument(
    name="infragen.model.cost",
    kind="counter",
    unit="USD",
    meaning="What calls cost by the price table; models without a price count nothing.",
)
OUTBOX = Instrument(
    name="infragen.outbox.depth",
    kind="gauge",
    unit="{event}",
    labels=("channel",),
    meaning="Events in the outbox that a channel still has to get.",
)
QUEUE = Instrument(
    name="infragen.queue.lag",
    kind="gauge",
    unit="{event}",
    labels=("queue",),
    meaning="Events and tasks that wait for a worker.",
)

INSTRUMENTS = (
    GENERATIONS,
    FAILURES,
    DURATION,
    STEP_DURATION,
    FINDINGS,
    RETRIES,
    CACHE,
    MODEL_CALLS,
    MODEL_TOKENS,
    MODEL_COST,
    OUTBOX,
    QUEUE,
)
BY_NAME = {instrument.name: instrument for instrument in INSTRUMENTS}
