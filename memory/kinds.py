"""All kinds of records that are models, by name."""

from typing import Any

from memory.stores.answers import ANSWERS
from memory.stores.approvals import APPROVALS
from memory.stores.audit import AUDIT
from memory.stores.charts import CHARTS
from memory.stores.dead_letters import DEAD_LETTERS
from memory.stores.leaves import LEAVES
from memory.stores.outbox import OUTBOX
from memory.stores.overlays import OVERLAYS
from memory.stores.runs import RUNS
from memory.stores.table import Kind
from memory.stores.templates import TEMPLATES
from memory.stores.traces import TRACES
from memory.stores.upkeep import UPKEEP

KINDS: dict[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        *(RUNS, TRACES, CHARTS, OUTBOX, TEMPLATES, OVERLAYS),
        *(APPROVALS, UPKEEP, AUDIT, LEAVES, DEAD_LETTERS, ANSWERS),
    )
}
