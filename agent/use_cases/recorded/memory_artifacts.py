"""Memory as a source of recorded artifacts: those of a run, or what was last published of a version."""

from pathlib import Path

from agent.use_cases.history.files import kept_artifacts
from agent.use_cases.history.finding import ambiguous, runs_named, tenants_asked
from agent.use_cases.recorded.identity import recorded_run
from agent.use_cases.recorded.output_folder import component_there
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean
from foundation.model.run.recorded import Record
from memory.memory import Memory
from memory.records.charts import ChartRecord
from memory.records.history import KnownRun
from plugins.artifact_emitter.report import report_artifact


class WantedState(FrozenModel):
    """An earlier state of a component.

    Attributes:
        to: a version of its chart, or the id of a run or an execution.
        output: folder of the component's present output, which says whose versions are meant.
        component: name of the component, in the bundle or of its chart.
        tenant: its tenant.
    """

    to: str
    output: str
    component: str | None = None
    tenant: str | None = None


class MemoryArtifacts:
    """Reads what memory holds of a state.

    Args:
        wanted: the state.
        memory: the memory.
    """

    folder = None

    def __init__(self, wanted: WantedState, memory: Memory) -> None:
        self.place = wanted.to
        self._wanted = wanted
        self._memory = memory

    @property
    def flags(self) -> list[str]:
        """See ``RecordedArtifacts.flags``."""
        asked = self._wanted
        named = [(Flag.TO, asked.to), (Flag.COMPONENT, asked.component), (Flag.TENANT, asked.tenant)]
        return [part for flag, value in named if value is not None for part in (flag, value)]

    def read(self) -> Record:
        """See ``RecordedArtifacts.read``; memory holds nothing that was signed."""
        found = self._run() or self._version()
        artifacts, report = kept_artifacts(found, self._memory), found.run.report
        if report is None or report.digest != artifacts.digest or not report.passed:
            message = "memory has no report of the gate that says that it let exactly these files pass"
            remedy = "Name another run, or generate it again from its bundle."
            raise InputError(Problem(code="record-report", message=message, remedy=remedy, file=self.place))
        run = recorded_run(Path(found.run.run_id), artifacts, report, report_artifact(report))
        return Record(run=run, artifacts=artifacts)

    def _run(self) -> KnownRun | None:
        """Return the run that was named, if one was; runs that saved the same files are one state."""
        found = [one for one in self._named() if self._wanted.component in (None, one.run.component)]
        if len({(one.tenant, one.run.artifacts) for one in found}) > 1:
            raise ambiguous(self.place, found)
        return found[0] if found else None

    def _named(self) -> list[KnownRun]:
        return runs_named(self.place, tenants_asked(self._wanted.tenant, self._memory), self._memory)

    def _version(self) -> KnownRun:
        """Return the run that published a version; which of several states of one is meant, nobody can tell."""
        charts = self._charts()
        found = [self._published(tenant, chart) for tenant, chart in charts if chart.version == self.place]
        if not found:
            raise self._unknown([chart for _, chart in charts])
        if len(found) > 1:
            raise ambiguous(self.place, found)
        return found[0]

    def _charts(self) -> list[tuple[str, ChartRecord]]:
        """Return the states of the component that may be meant, the newest of each tenant first."""
        asked = self._wanted
        owner = component_there(Path(asked.output)) if asked.component is None else None
        tenants = tenants_asked(asked.tenant if owner is None else owner[0], self._memory)
        name = asked.component if owner is None else owner[1]
        charts = [(tenant, chart) for tenant in tenants for chart in self._memory.of(tenant).charts.newest()]
        return [(tenant, chart) for tenant, chart in charts if name in (chart.component, chart.chart)]

    def _published(self, tenant: str, chart: ChartRecord) -> KnownRun:
        run = self._memory.of(tenant).runs.get(chart.run_id)
        if run is None:
            message = f"memory no longer knows the run that published {chart.component} {chart.version}"
            raise InputError(
                Problem(code="run-without-files", message=message, remedy="Generate that state again from its bundle.")
            )
        return KnownRun(tenant=tenant, run=run)

    def _unknown(self, charts: list[ChartRecord]) -> InputError:
        names = dict.fromkeys(name for chart in charts for name in (chart.version, chart.run_id))
        listed = ", ".join(dict.fromkeys(chart.version for chart in charts))
        otherwise = f"Memory holds the versions: {listed}." if listed else "Memory holds nothing of the component."
        message = f"memory knows no version and no run {self.place} of what is to be rolled back"
        return InputError(
            Problem(code="run-unknown", message=message, remedy=did_you_mean(self.place, names, otherwise))
        )
