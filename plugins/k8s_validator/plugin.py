"""K8sValidator as kernel functions."""

from collections.abc import Callable

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.chart.fallback import Fallback
from foundation.model.chart.templates import TemplateSet
from foundation.model.findings import Report
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.edits import Merging
from foundation.model.run.recorded import RecordedRun
from foundation.model.run.request import Options
from foundation.model.run.trace import TraceMetadata
from plugins.k8s_validator import gate
from plugins.k8s_validator.gate_setup import GateSetup, Policies
from plugins.k8s_validator.subject.of_record import recorded_subject
from plugins.k8s_validator.subject.of_run import generated_subject
from plugins.step import step


class K8sValidatorPlugin:
    """Checks the exact bytes of a run.

    Args:
        setup: sets the gate up for the policies of a run and a Kubernetes version; without one the policy's.
    """

    def __init__(self, setup: Callable[[Policies, str | None], GateSetup]) -> None:
        self._setup = setup

    @step("validate", produces="report", description="Check the final files: YAML, schemas, trace, policy, chart.")
    def validate(
        self,
        artifacts: ArtifactSet,
        chart: Chart,
        effective: EffectiveComponent,
        templates: TemplateSet,
        trace_metadata: TraceMetadata,
        options: Options,
        fallback: Fallback | None = None,
        merging: Merging | None = None,
    ) -> Report:
        """Run every check over all that the run made; the report names the digest of what will be saved."""
        found = tuple(templates.findings)
        policies = Policies(platform=templates.policy, admission=templates.admission, findings=found)
        setup = self._setup(policies, options.kube_version)
        subject = generated_subject(artifacts, chart, effective, trace_metadata, setup)
        edits = [*merging.findings, *merging.refused(artifacts)] if merging else []
        return gate.validate(subject, [*effective.findings, *([fallback.finding] if fallback else []), *edits])

    @step(
        "validate_recorded", produces="report", description="Check recorded files against the policies that are given."
    )
    def validate_recorded(
        self, artifacts: ArtifactSet, recorded: RecordedRun, policies: Policies, options: Options
    ) -> Report:
        """Run every check that needs no bundle, as of today; the report names the digest of the recorded bytes."""
        setup = self._setup(policies, options.kube_version)
        return gate.validate(recorded_subject(artifacts, recorded, setup, as_then=False))

    @step(
        "validate_as_recorded",
        produces="report",
        description="Check recorded files as they were checked: their Kubernetes version, their exceptions.",
    )
    def validate_as_recorded(self, artifacts: ArtifactSet, recorded: RecordedRun, policies: Policies) -> Report:
        """Run every check that needs no bundle, as of then, as far as the record tells how that was."""
        setup = self._setup(policies, recorded.report.kube_version)
        return gate.validate(recorded_subject(artifacts, recorded, setup, as_then=True))
