"""Which runs there were."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from pydantic import ConfigDict
from pydantic_core import from_json

from foundation.model.base import FrozenModel
from foundation.model.run.basis import Basis
from memory.records.runs import RunRecord, RunStatus, RunSummary
from memory.stores.table import ALL, Kind, Table

Told = TypeVar("Told", bound=FrozenModel)
#: How far runs came that have an output.
MADE: tuple[RunStatus, ...] = ("saved", "announced")


def _lookups(run: RunRecord) -> tuple[tuple[str, str], ...]:
    found = [_on_day(run.recorded_at[:10], made=run.status in MADE)]
    found += [ALL, ("component", run.component), ("execution", run.execution_id), ("status", run.status)]
    found += [("trace", run.trace_id)] if run.trace_id else []
    found += [("scope", run.component_scope)] if run.component_scope else []
    found += [("artifacts", run.artifacts)] if run.artifacts else []
    wrong = [one.code for one in run.findings if one.severity == "error"] + [one.code for one in run.problems]
    return (*found, *(("finding", code) for code in dict.fromkeys(wrong)))


def _on_day(day: str, *, made: bool) -> tuple[str, str]:
    return "day", f"{day} {'made' if made else 'failed'}"


RUNS = Kind("run", RunRecord, lambda run: run.run_id, _lookups)


class BriefRun(NamedTuple):
    """A run: its id, its component, and the digest of what it saved, if it did."""

    run_id: str
    component: str
    artifacts: str | None


class RunBasis(FrozenModel):
    """What a run went by; the rest of its record is passed over. The fields are those of ``RunRecord``."""

    model_config = ConfigDict(extra="ignore")

    run_id: str
    component: str
    recorded_at: str
    basis: Basis | None = None


def _brief(content: bytes) -> BriefRun | None:
    try:
        told = from_json(content)
        return BriefRun(str(told["run_id"]), str(told["component"]), told.get("artifacts"))
    except (ValueError, KeyError, TypeError):
        return None


def _read(model: type[Told], content: bytes) -> Told | None:
    """Return what a model tells of a run; nothing, if it cannot be read."""
    try:
        return model.model_validate_json(content)
    except ValueError:
        return None


class Runs(Table[RunRecord]):
    """The runs of a scope; lists are the newest first."""

    def newest(self, limit: int | None = None) -> list[RunRecord]:
        """Return the last runs."""
        return self.find(*ALL, limit)

    def of_component(self, component: str, limit: int | None = None) -> list[RunRecord]:
        """Return the runs of a component, by its name in the bundle."""
        return self.find("component", component, limit)

    def of_trace(self, trace_id: str, limit: int | None = None) -> list[RunRecord]:
        """Return the runs of a trace."""
        return self.find("trace", trace_id, limit)

    def of_scope(self, scope: str, limit: int | None = None) -> list[RunRecord]:
        """Return the runs of the components of a domain."""
        return self.find("scope", scope, limit)

    def of_status(self, status: RunStatus, limit: int | None = None) -> list[RunRecord]:
        """Return the runs that came so far."""
        return self.find("status", status, limit)

    def of_execution(self, execution_id: str, limit: int | None = None) -> list[RunRecord]:
        """Return the runs whose artifacts and events carry an execution id."""
        return self.find("execution", execution_id, limit)

    def of_artifacts(self, digest: str, limit: int | None = None) -> list[RunRecord]:
        """Return the runs that came to some artifacts, by their digest."""
        return self.find("artifacts", digest, limit)

    def of_finding(self, code: str, limit: int | None = None) -> list[RunRecord]:
        """Return the runs that something was wrong with, by its code."""
        return self.find("finding", code, limit)

    def last_ids(self, component: str, limit: int) -> list[str]:
        """Return the ids of a component's last runs, without reading all that is in their records.

        What is no record is left out: a run is not to fail for what another left.
        """
        return [run.run_id for run in self.brief("component", component, limit)]

    def page(self, lookups: Sequence[tuple[str, str]], limit: int, skip: int = 0) -> list[RunSummary | None]:
        """Return what lists tell of some runs, the newest first; nothing in the place of what cannot be read.

        Args:
            lookups: fields that runs can be found by, such as ``component``, and their values; all of them have to fit.
            limit: greatest number of runs.
            skip: so many of the newest are left out.
        """
        (field, value), *also = lookups or [ALL]
        return [
            _read(RunSummary, content)
            for content in self._backend.find(self._scope, self._kind.name, field, value, limit, also=also, skip=skip)
        ]

    def on_days(self, days: Sequence[str]) -> list[tuple[int, int]]:
        """Return how many runs came to an output on each of some days, and how many did not; no record is read.

        Args:
            days: days in UTC, ISO 8601.
        """
        asked = [_on_day(day, made=made) for day in days for made in (True, False)]
        counts = self._backend.counts(self._scope, self._kind.name, asked)
        return list(zip(counts[::2], counts[1::2], strict=True))

    def bases(self, limit: int) -> list[RunBasis]:
        """Return what the last runs went by; those that say nothing of it, or cannot be read, are left out.

        Args:
            limit: so many runs are looked at.
        """
        contents = self._backend.find(self._scope, self._kind.name, *ALL, limit)
        found = (_read(RunBasis, content) for content in contents)
        return [run for run in found if run is not None and run.basis is not None]

    def summary(self, run_id: str) -> RunSummary | None:
        """Return what lists tell of a run; nothing, if there is none or it cannot be read."""
        content = self._backend.get(self._scope, self._kind.name, [run_id]).get(run_id)
        return None if content is None else _read(RunSummary, content)

    def brief(self, field: str, value: str, limit: int | None = None) -> list[BriefRun]:
        """Return what matters first of the runs that a lookup leads to, without reading all that is in their records.

        Args:
            field: a field that runs can be found by, such as ``component``.
            value: its value.
            limit: their greatest number; all, if there is none.
        """
        contents = self._backend.find(self._scope, self._kind.name, field, value, limit)
        return [run for content in contents if (run := _brief(content)) is not None]

    def named(self, name: str) -> RunRecord | None:
        """Return the run of a run id, or the last one of an execution id."""
        return self.get(name) or next(iter(self.of_execution(name, 1)), None)
