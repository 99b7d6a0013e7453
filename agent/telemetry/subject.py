"""What a run is about, as far as it is known by now, in the words of the specification's span tags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foundation.model.run.trace import GENERATED_BY, Trace, execution_id_of

if TYPE_CHECKING:
    from foundation.model.bundle.effective import EffectiveComponent
    from foundation.model.chart.templates import TemplateSet
    from foundation.model.findings import Report
    from foundation.model.run.artifacts import ArtifactSet
    from foundation.model.run.recorded import RecordedRun
    from foundation.model.run.request import GenerationRequest

#: Ids and names come from bundles, and whoever writes one may write much.
_LONGEST = 200


@dataclass(frozen=True)
class Subject:
    """A run while it lasts.

    Attributes:
        kind: what it is for: generate, rebuild, republish or rollback.
        context: the named values of its steps, which grow.
        component: name of the component.
        execution_id: id of the run.
        trace_id: the trace that was given.
        component_scope: the scope that was given.
        environments: the environments that were asked for.
    """

    kind: str
    context: Mapping[str, Any]
    component: str
    execution_id: str
    trace_id: str | None
    component_scope: str | None
    environments: Sequence[str]

    @property
    def tags(self) -> dict[str, str]:
        """What every span and line of the run says of it; what is not known is left out."""
        trace: Trace | None = self.context.get("trace")
        effective: EffectiveComponent | None = self.context.get("effective")
        environments = [one.name for one in effective.environments] if effective is not None else self.environments
        told = {
            "trace_id": trace.trace_id if trace is not None else self.trace_id,
            "component_scope": trace.component_scope if trace is not None else self.component_scope,
            "repo": self.component,
            "env": ",".join(environments),
            "execution_id": self.execution_id,
            "agent": GENERATED_BY,
        }
        return {name: plain(value) for name, value in told.items() if value}

    @property
    def template_id(self) -> str | None:
        """The chart template, once it is known."""
        templates: TemplateSet | None = self.context.get("templates")
        return templates.chart.id if templates is not None else None

    @property
    def files(self) -> list[str]:
        """Paths of what the run has made, once it has."""
        artifacts: ArtifactSet | None = self.context.get("artifacts")
        return [file.path for file in artifacts.files] if artifacts is not None else []

    @property
    def chart_status(self) -> str:
        """How far the chart has come: none, built, blocked or passed by the gate, saved."""
        report: Report | None = self.context.get("report")
        if "receipt" in self.context:
            return "saved"
        if report is not None:
            return "passed" if report.passed else "blocked"
        return "built" if self.context.keys() & {"chart", "built_chart", "recorded"} else "none"


def subject_of(request: "GenerationRequest", context: Mapping[str, Any]) -> Subject:
    """Return what a run that generates is about.

    Args:
        request: what is asked for.
        context: the named values of its steps.
    """
    bundle = request.bundle
    return Subject(
        kind="rebuild" if request.rebuilds is not None else "generate",
        context=context,
        component=bundle.component.name,
        execution_id=execution_id_of(bundle.execution_id, request.digest),
        trace_id=bundle.trace_id,
        component_scope=bundle.component_scope,
        environments=request.options.environments or bundle.targets,
    )


def recorded_subject(kind: str, recorded: "RecordedRun", trace: Trace, context: Mapping[str, Any]) -> Subject:
    """Return what a run that publishes recorded artifacts is about.

    Args:
        kind: what it is for.
        recorded: the run that made them.
        trace: the trace of this one.
        context: the named values of its steps.
    """
    return Subject(
        kind=kind,
        context=context,
        component=recorded.component,
        execution_id=trace.execution_id,
        trace_id=trace.trace_id,
        component_scope=trace.component_scope,
        environments=recorded.environments,
    )


def plain(text: str) -> str:
    """Return text that is safe wherever it is shown: printable characters of the text's own direction, not many.

    Args:
        text: a name or an id.
    """
    shown = "".join(character if character.isprintable() else "\ufffd" for character in text[: _LONGEST + 1])
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
