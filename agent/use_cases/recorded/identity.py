"""What recorded artifacts tell of the run that made them: the chart says whose it is and which trace it carries."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from agent.use_cases.validation.chart_reading import refuse_remote_schemas, unpacked
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Report
from foundation.model.mistakes import Mistakes
from foundation.model.parts import part_named
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.recorded import RecordedRun
from foundation.model.run.trace import EXECUTION_ANNOTATION, GENERATED_BY, Trace, TraceMetadata
from foundation.source.document import decode
from plugins.k8s_validator.subject.documents import parse_text

_REMEDY = "Only an output with its chart and its manifests tells enough; generate it again from its bundle."


def recorded_run(folder: Path, artifacts: ArtifactSet, report: Report, report_file: Artifact) -> RecordedRun:
    """Return what is known of the run that made artifacts.

    Args:
        folder: where they are, for messages.
        artifacts: the artifacts, verified.
        report: the gate's report on them.
        report_file: that report in its own bytes.

    Raises:
        InputError: with everything that they do not tell, and with what no run would have made of them: text that
            is none, an archive that is no chart, schemas that would have Helm load something from elsewhere.
    """
    _require_readable(folder, artifacts)
    slug, chart, values = _chart_in(artifacts)
    environments = sorted({file.path.split("/")[1] for file in artifacts.under(part_named("manifests").folder)})
    if chart is None or values is None:
        raise _untold(folder, "it holds no whole chart")
    if not environments:
        raise _untold(folder, "it holds no manifests")
    told = _Told(folder, _mapping(chart), _mapping(values))
    trace = Trace(
        trace_id=told.annotation("trace_id"),
        blueprint_id=told.annotation("blueprint_id"),
        component_scope=told.annotation("component_scope"),
        agent_origin=told.annotation("agent_origin"),
        execution_id=told.annotation(EXECUTION_ANNOTATION),
        source="record",
    )
    owner = {name: told.label(name) for name in ("team", "component", "tenant")}
    run = RecordedRun(
        component=told.of_chart("description").partition(": ")[0],
        slug=slug,
        tenant=owner["tenant"],
        namespace=told.namespace,
        environments=environments,
        chart_version=told.of_chart("version"),
        trace=trace,
        metadata=_metadata(trace, owner),
        report=report,
        report_file=report_file,
    )
    told.require()
    if not slug == owner["component"] == told.of_chart("name"):
        raise _untold(folder, f"the chart in charts/{slug} is called otherwise")
    return run


def owner_of(folder: Path, files: Sequence[Artifact]) -> tuple[str, str]:
    """Return tenant and component of a chart.

    Args:
        folder: where it is, for messages.
        files: its values.yaml; nothing, if it could not be read.

    Raises:
        InputError: nobody can tell.
    """
    if not files:
        raise _untold(folder, "it holds no whole chart")
    told = _Told(folder, {}, _mapping(files[0]))
    owner = told.label("tenant"), told.label("component")
    told.require()
    return owner


class _Told:
    """What a chart tells; what it does not is noted, so that all of it is said together."""

    def __init__(self, folder: Path, chart: dict[str, Any], values: dict[str, Any]) -> None:
        self._folder = folder
        self._chart = chart
        self._values = values
        self._missing: list[str] = []

    def of_chart(self, name: str) -> str:
        """Return a field of Chart.yaml."""
        return self._text(self._chart, name, f"{name} in Chart.yaml")

    def annotation(self, name: str) -> str:
        """Return an annotation of Chart.yaml."""
        return self._text(self._chart.get("annotations"), name, f"the annotation {name} of Chart.yaml")

    def label(self, name: str) -> str:
        """Return a label that all objects carry."""
        return self._text(self._values.get("commonLabels"), name, f"the label {name} in values.yaml")

    @property
    def namespace(self) -> str:
        """Namespace of all objects."""
        return self._text(self._values, "namespaceOverride", "namespaceOverride in values.yaml")

    def require(self) -> None:
        """Let a chart pass that told everything.

        Raises:
            InputError: with everything that it did not tell.
        """
        if self._missing:
            raise InputError(*(_untold(self._folder, f"there is no {what}").problems[0] for what in self._missing))

    def _text(self, data: Any, name: str, what: str) -> str:
        value = data.get(name) if isinstance(data, dict) else None
        if not isinstance(value, str) or not value or not value.isprintable():
            self._missing.append(what)
            return ""
        return value


def _chart_in(artifacts: ArtifactSet) -> tuple[str, Artifact | None, Artifact | None]:
    """Return the name of the chart's folder, Chart.yaml and values.yaml."""
    folder = part_named("chart").folder
    charts = [file for file in artifacts.under(folder) if PurePosixPath(file.path).match(f"{folder}*/Chart.yaml")]
    slug = charts[0].path.split("/")[1] if len(charts) == 1 else ""
    return slug, artifacts.find(f"{folder}{slug}/Chart.yaml"), artifacts.find(f"{folder}{slug}/values.yaml")


def _metadata(trace: Trace, owner: dict[str, str]) -> TraceMetadata:
    shared = {
        "trace_id": trace.trace_id,
        "blueprint_id": trace.blueprint_id,
        "component_scope": trace.component_scope,
        "generated_by": GENERATED_BY,
    }
    origin = {"agent_origin": trace.agent_origin, EXECUTION_ANNOTATION: trace.execution_id}
    annotations = {**shared, **origin}
    return TraceMetadata(labels={**shared, **owner}, annotations=annotations, chart_annotations=annotations)


def _require_readable(folder: Path, artifacts: ArtifactSet) -> None:
    mistakes = Mistakes()
    for file in artifacts.files:
        path = folder / file.path
        if file.path.endswith(".tgz"):
            files = mistakes.attempt(unpacked, file.content, path) or {}
            mistakes.attempt(refuse_remote_schemas, files, path)
        else:
            mistakes.attempt(decode, file.content, str(path))
            mistakes.attempt(refuse_remote_schemas, {file.path: file.content}, folder)
    mistakes.require(artifacts)


def _mapping(file: Artifact) -> dict[str, Any]:
    objects = parse_text(file.content.decode("utf-8", "replace"), file.path).objects
    return objects[0] if objects and isinstance(objects[0], dict) else {}


def _untold(folder: Path, what: str) -> InputError:
    message = f"the output does not tell what a run has to know of it: {what}"
    return InputError(Problem(code="record-incomplete", message=message, remedy=_REMEDY, file=str(folder)))
