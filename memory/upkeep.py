"""Retention by itself: once a day the first run of a tenant takes away what memory need not keep, and not too much.

Besides rows that go it reads keys, the chart history and the oldest records alone. What ``prune`` takes away at once
goes over some runs here.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from foundation.model.policy.memory import RetentionPolicy
from memory.backend import Backend, ChangedError, Expected
from memory.records.charts import ChartRecord
from memory.records.upkeep import UpkeepRecord
from memory.retention import days_before, readable, remove, surplus
from memory.scope import Scope
from memory.stores.answers import ANSWERS
from memory.stores.approvals import APPROVALS
from memory.stores.audit import AUDIT
from memory.stores.charts import CHARTS
from memory.stores.dead_letters import DEAD_LETTERS
from memory.stores.leaves import LEAVES
from memory.stores.outbox import OUTBOX
from memory.stores.overlays import OVERLAYS
from memory.stores.packs import PACK
from memory.stores.runs import RUNS, Runs
from memory.stores.table import Kind
from memory.stores.templates import TEMPLATES
from memory.stores.traces import TRACES
from memory.stores.upkeep import UPKEEP

#: So many records of a kind are looked at, and go, in one run.
_MOST = 100
#: Records are read in so many at a time: where the oldest is kept, the others are not read.
_PAGE = 20

Name = tuple[str, str]


def keep_up(
    backend: Backend, scope: Scope, policy: Callable[[], RetentionPolicy], now: str, *, most: int = _MOST
) -> int:
    """Take away what a scope need not keep any longer, if nobody has done so today.

    Ages are counted up to a day after the last time, so that a clock that is ahead for less than a day takes nothing
    away; one that went back takes nothing away either.

    Args:
        backend: what keeps the rows.
        scope: whose they are.
        policy: returns how long what is kept; it is asked if there is something to do.
        now: UTC time, ISO 8601.
        most: how many records of a kind go at most; the next run goes on where there are more.

    Returns:
        How many rows went.

    Raises:
        OutsideError: memory cannot be used.
    """
    mark = UPKEEP.row(UpkeepRecord(pruned_at=now))
    content = backend.get(scope, mark.kind, [mark.key]).get(mark.key)
    last = _pruned_at(content)
    if (last is None and len(backend.keys(scope, RUNS.name, 2)) < 2) or (last is not None and last[:10] == now[:10]):
        return 0
    try:
        backend.write(scope, [mark], expected=[Expected(mark.kind, mark.key, content)])
    except ChangedError:  # another run does it
        return 0
    if last is None or last > now:
        return 0
    gone = _Aged(backend, scope, policy(), min(now, days_before(last, -1)), most).gone()
    remove(backend, scope, gone)
    if any(sum(kind == one for kind, _ in gone) >= most for one in {kind for kind, _ in gone}):
        backend.write(scope, [UPKEEP.row(UpkeepRecord(pruned_at=last))])
    return len(gone)


def _pruned_at(content: bytes | None) -> str | None:
    try:
        return UPKEEP.record(content).pruned_at if content is not None else None
    except ValueError:
        return None


class _Aged:
    """What may go of a scope, the oldest first."""

    def __init__(self, backend: Backend, scope: Scope, policy: RetentionPolicy, now: str, most: int) -> None:
        self._backend = backend
        self._scope = scope
        self._policy = policy
        self._most = most
        self._told = Runs(backend, scope, RUNS)
        self._traced = days_before(now, policy.trace_map_days)
        self._cached = days_before(now, policy.cache_days)
        self._answered = days_before(now, policy.answer_days)
        self._audited = days_before(now, policy.audit_days)

    def gone(self) -> list[Name]:
        """Return kind and key of what goes: neither charts of today's states nor what made them."""
        charts = list(readable(CHARTS, self._backend.rows(self._scope, CHARTS.name)))
        surplus_charts = list(surplus(charts, self._policy))[: self._most]
        going = set(surplus_charts)
        kept = [chart for name, chart in charts if name not in going]
        runs = self._runs(kept)
        # What refers to bytes is read last: a run that is recorded meanwhile keeps its bytes.
        return [*surplus_charts, *runs, *self._others(), *self._packs(kept, {key for _, key in runs})]

    def _runs(self, charts: list[ChartRecord]) -> list[Name]:
        """Return old runs, but for those that published a chart that stays."""
        publishers = {chart.run_id for chart in charts}
        keys = [key for key in self._backend.keys(self._scope, RUNS.name) if key not in publishers]
        return self._old(RUNS, keys, lambda run: run.recorded_at < self._traced)

    def _others(self) -> list[Name]:
        return [
            *self._oldest(TRACES, lambda known: known.recorded_at < self._traced),
            *self._oldest(OUTBOX, lambda entry: not entry.waiting and entry.recorded_at < self._traced),
            *self._oldest(DEAD_LETTERS, lambda letter: letter.recorded_at < self._traced),
            *self._oldest(APPROVALS, lambda made: made.decided_at < self._traced),
            *self._oldest(LEAVES, lambda made: made.decided_at < self._traced),
            *self._oldest(AUDIT, lambda done: done.at < self._audited),
            *self._oldest(ANSWERS, lambda given: given.recorded_at < self._answered),
            *self._oldest(TEMPLATES, lambda used: used.recorded_at < self._cached),
            *self._oldest(OVERLAYS, lambda merged: merged.recorded_at < self._cached),
        ]

    def _packs(self, charts: list[ChartRecord], runs: set[str]) -> list[Name]:
        """Return bytes to which neither a chart that stays nor one of a component's last runs refers."""
        needed, last = {chart.artifacts for chart in charts}, cache(self._last)
        free = [key for key in self._backend.keys(self._scope, PACK) if key not in needed][: self._most]
        made = {key: [run for run in self._told.brief("artifacts", key) if run.run_id not in runs] for key in free}
        return [(PACK, key) for key in free if not any(last(run.component, key) for run in made[key])]

    def _last(self, component: str, digest: str) -> bool:
        """Tell whether some bytes are of one of a component's last runs that saved; what is not known is taken so."""
        number = _PAGE + self._policy.chart_builds
        read = self._told.brief("component", component, number)
        saved = [run.artifacts for run in read if run.artifacts is not None]
        few = len(saved) < self._policy.chart_builds and len(read) == number
        return few or digest in saved[: self._policy.chart_builds]

    def _oldest(self, kind: Kind[Any], is_old: Callable[[Any], bool]) -> list[Name]:
        return self._old(kind, self._backend.keys(self._scope, kind.name, self._most), is_old)

    def _old(self, kind: Kind[Any], keys: list[str], is_old: Callable[[Any], bool]) -> list[Name]:
        """Return the names of old records, up to the first page on which there is none."""
        found: list[Name] = []
        for start in range(0, min(len(keys), self._most), _PAGE):
            page = keys[start : min(start + _PAGE, self._most)]
            old = [name for name, record in self._records(kind, page) if is_old(record)]
            found += old
            if not old:
                break
        return found

    def _records(self, kind: Kind[Any], keys: Sequence[str]) -> Iterator[tuple[Name, Any]]:
        contents = self._backend.get(self._scope, kind.name, list(keys))
        return readable(kind, ((key, contents[key]) for key in keys if key in contents))
