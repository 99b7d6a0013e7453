"""K8sValidator as kernel functions."""

from collections.abc import Callable

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.chart.fallback import Fallback
from foundation.model.chart.templates import TemplateSet
from foundation.model.findings import Report
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.request import Options
from foundation.model.run.trace import TraceMetadata
from plugins.k8s_validator import gate
from plugins.k8s_validator.gate_setup import GateSetup, Policies
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
    ) -> Report:
        """Run every check over all that the run made; the report names the digest of what will be saved."""
        policies = Policies(templates.policy, templates.admission, tuple(templates.findings))
        setup = self._setup(policies, options.kube_version)
        subject = generated_subject(artifacts, chart, effective, trace_metadata, setup)
        return gate.validate(subject, [*effective.findings, *([fallback.finding] if fallback else [])])
