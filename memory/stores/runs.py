"""Which runs there were."""

from pydantic_core import from_json

from memory.records.runs import RunRecord, RunStatus
from memory.stores.table import ALL, Kind, Table


def _lookups(run: RunRecord) -> tuple[tuple[str, str], ...]:
    found = [ALL, ("component", run.component), ("execution", run.execution_id), ("status", run.status)]
    found += [("trace", run.trace_id)] if run.trace_id else []
    found += [("scope", run.component_scope)] if run.component_scope else []
    return (*found, *((("artifacts", run.artifacts),) if run.artifacts else ()))


RUNS = Kind("run", RunRecord, lambda run: run.run_id, _lookups)


def _id_of(content: bytes) -> str | None:
    try:
        return str(from_json(content)["run_id"])
    except (ValueError, KeyError, TypeError):
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

    def last_ids(self, component: str, limit: int) -> list[str]:
        """Return the ids of a component's last runs, without reading all that is in their records.

        What is no record is left out: a run is not to fail for what another left.
        """
        contents = self._backend.find(self._scope, self._kind.name, "component", component, limit)
        return [run_id for content in contents if (run_id := _id_of(content)) is not None]

    def named(self, name: str) -> RunRecord | None:
        """Return the run of a run id, or the last one of an execution id."""
        return self.get(name) or next(iter(self.of_execution(name, 1)), None)
