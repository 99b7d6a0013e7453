"""Taking away what memory need not keep any longer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from foundation.model.policy.memory import RetentionPolicy
from memory.backend import Backend
from memory.records.charts import ChartRecord
from memory.records.runs import RunRecord
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
from memory.stores.runs import RUNS
from memory.stores.table import Kind
from memory.stores.templates import TEMPLATES
from memory.stores.traces import TRACES

#: So many rows are removed in one write.
_AT_ONCE = 50


def prune(
    backend: Backend, scope: Scope, policy: RetentionPolicy, now: str, *, dry_run: bool = False
) -> dict[str, int]:
    """Take away what a scope need not keep any longer.

    Args:
        backend: what keeps the rows.
        scope: whose they are.
        policy: how long what is kept.
        now: UTC time, ISO 8601.
        dry_run: whether it is only told what would go.

    Returns:
        How many records of each kind went; kinds of which none did are left out.
    """
    records = _Records(backend, scope)
    gone = _without_publishers(records, list(records.outdated(policy, now)))
    # What refers to bytes is read after what goes is known: a run that is recorded meanwhile keeps its bytes.
    gone += [(PACK, key) for key in _unneeded(records, policy, set(gone))]
    if not dry_run:
        remove(backend, scope, gone)
    return dict(sorted(Counter(kind for kind, _ in gone).items()))


def remove(backend: Backend, scope: Scope, gone: Sequence[tuple[str, str]]) -> None:
    """Remove rows by kind and key, some in each write."""
    for start in range(0, len(gone), _AT_ONCE):
        backend.write(scope, [], removed=gone[start : start + _AT_ONCE])


def readable(kind: Kind[Any], rows: Iterable[tuple[str, bytes]]) -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield the records of rows with what removes them; what cannot be read is left out, and so stays.

    Args:
        kind: their kind.
        rows: key and content of each.
    """
    for key, content in rows:
        try:
            yield (kind.name, key), kind.record(content)
        except ValueError:
            continue


class _Records:
    """The records of a scope, with what removes them."""

    def __init__(self, backend: Backend, scope: Scope) -> None:
        self.backend = backend
        self.scope = scope

    def of(self, kind: Kind[Any]) -> Iterator[tuple[tuple[str, str], Any]]:
        """Return the records of a kind with what removes them, the oldest first; what cannot be read is left alone."""
        return readable(kind, self.backend.rows(self.scope, kind.name))

    def outdated(self, policy: RetentionPolicy, now: str) -> Iterator[tuple[str, str]]:
        """Yield what goes because of its age, or because there is enough that is newer."""
        traced, cached, answered = (
            days_before(now, days) for days in (policy.trace_map_days, policy.cache_days, policy.answer_days)
        )
        for kind, oldest in (
            (RUNS, traced),
            (TRACES, traced),
            (DEAD_LETTERS, traced),
            (TEMPLATES, cached),
            (OVERLAYS, cached),
            (ANSWERS, answered),
        ):
            yield from (name for name, record in self.of(kind) if record.recorded_at < oldest)
        for name, entry in self.of(OUTBOX):
            if entry.state == "delivered" and entry.recorded_at < traced:
                yield name
        for made_of in (APPROVALS, LEAVES):
            yield from (name for name, made in self.of(made_of) if made.decided_at < traced)
        audited = days_before(now, policy.audit_days)
        yield from (name for name, done in self.of(AUDIT) if done.at < audited)
        yield from surplus(self.of(CHARTS), policy)


def days_before(now: str, days: int) -> str:
    """Return the moment so many days before another; UTC, ISO 8601."""
    return (datetime.fromisoformat(now) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def surplus(
    charts: Iterable[tuple[tuple[str, str], ChartRecord]], policy: RetentionPolicy
) -> Iterator[tuple[str, str]]:
    """Yield the states of charts that come after the newest of the newest versions.

    Args:
        charts: charts with what removes them, the oldest first.
        policy: how many stay.
    """
    kept: dict[str, Counter[str]] = defaultdict(Counter)
    for name, chart in reversed(list(charts)):
        builds = kept[chart.component]
        fits = chart.version in builds or len(builds) < policy.chart_versions
        if not fits or builds[chart.version] >= policy.chart_builds:
            yield name
        else:
            builds[chart.version] += 1


def _without_publishers(records: _Records, gone: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out the runs that published what stays: without its report nothing of it could come back."""
    going = set(gone)
    kept = {(RUNS.name, chart.run_id) for name, chart in records.of(CHARTS) if name not in going}
    return [name for name in gone if name not in kept]


def _unneeded(records: _Records, policy: RetentionPolicy, gone: set[tuple[str, str]]) -> list[str]:
    """Return the bytes to which neither a kept chart nor one of a component's last runs refers."""
    # Before what refers to them: bytes that a run records meanwhile are not among these.
    there = list(records.backend.keys(records.scope, PACK))
    needed = {chart.artifacts for name, chart in records.of(CHARTS) if name not in gone}
    runs: dict[str, list[RunRecord]] = defaultdict(list)
    for name, run in records.of(RUNS):
        if name not in gone and run.artifacts is not None:
            runs[run.component].append(run)
    needed |= {str(run.artifacts) for found in runs.values() for run in found[-policy.chart_builds :]}
    return [key for key in there if key not in needed]
