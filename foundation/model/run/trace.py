"""The identity that links every artifact to its blueprint."""

from typing import Literal

from foundation.model.base import FrozenModel

GENERATED_BY = "infrastructure-engineer-agent"
#: The annotation that differs from run to run. Objects carry it and pod templates do not: a run that changes nothing
#: of a pod must not replace it, and the template of a Job cannot be changed at all.
EXECUTION_ANNOTATION = "factory_execution_id"


def execution_id_of(given: str | None, digest: str) -> str:
    """Return the id of a run: the one that was given, or one that derives from what is asked for.

    Args:
        given: the id that the bundle gives, if it does.
        digest: hexadecimal digest of the bundle's content.
    """
    return given or f"exec-{digest[:12]}"


class Trace(FrozenModel):
    """The resolved trace of a run.

    Attributes:
        trace_id: id of the originating blueprint's trace.
        blueprint_id: use case or service blueprint.
        component_scope: owning domain.
        agent_origin: agent that asked.
        execution_id: id of this run, from the bundle or derived from its content.
        source: whether the bundle alone gave it, memory filled something in, or it is that of recorded artifacts.
        previous_execution_id: id of the earlier run whose artifacts this one puts back, if it does.
        pull_request: address of the pull request that is linked to the trace, if the bundle names one.
        previous_execution_id: id of the earlier run whose artifacts this one puts back, or that it tries again, if it
            does.
    """

    trace_id: str
    blueprint_id: str
    component_scope: str
    agent_origin: str
    execution_id: str
    source: Literal["bundle", "memory", "record"] = "bundle"
    previous_execution_id: str | None = None
    pull_request: str | None = None


class TraceMetadata(FrozenModel):
    """Labels and annotations for every object, pod template and chart.

    Attributes:
        labels: labels that do not depend on the environment.
        annotations: annotations of every object.
        chart_annotations: annotations of Chart.yaml.
    """

    labels: dict[str, str]
    annotations: dict[str, str]
    chart_annotations: dict[str, str]

    def labels_in(self, environment: str) -> dict[str, str]:
        """Return the labels of every object in one environment."""
        return dict(sorted({**self.labels, "env": environment}.items()))


class KnownTrace(FrozenModel):
    """What memory knows of a trace from an earlier run.

    Attributes:
        trace_id: the trace.
        blueprint_id: its blueprint.
        component_scope: the blueprint's domain.
        component: component that was generated.
        chart_path: where its chart was put, relative to the output folder; empty if it was not written.
        artifacts: names of the files that were generated.
        environments: environments that were generated.
        digest: digest of all artifacts.
        recorded_at: when, in UTC, ISO 8601.
    """

    trace_id: str
    blueprint_id: str
    component_scope: str
    component: str
    chart_path: str
    artifacts: list[str]
    environments: list[str]
    digest: str
    recorded_at: str
