"""K8sValidator as kernel functions."""

from collections.abc import Callable
from datetime import date

from foundation.helm.engine import HelmEngine
from foundation.kubectl.program import KubectlUse
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.chart.fallback import Fallback
from foundation.model.chart.templates import TemplateSet
from foundation.model.findings import Report
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.request import Options
from foundation.model.run.trace import TraceMetadata
from plugins.k8s_validator.rules.runner import run_checks
from plugins.k8s_validator.schemas.store import own_schemas, schema_store
from plugins.k8s_validator.subject.of_run import generated_subject
from plugins.step import step


class K8sValidatorPlugin:
    """Checks the exact bytes of a run.

    Args:
        engine: Helm.
        run_yamllint: whether the yamllint program is asked too.
        now: returns the time of the run, in UTC, ISO 8601; without it no exception from a rule holds.
        kubectl: what the real kubectl is asked.
        schemas: folder with schemas of custom resources that go before those of this package; empty for none.
    """

    def __init__(
        self,
        engine: HelmEngine,
        run_yamllint: bool = False,
        now: Callable[[], str] | None = None,
        kubectl: KubectlUse | None = None,
        schemas: str = "",
    ) -> None:
        self._engine = engine
        self._run_yamllint = run_yamllint
        self._now = now
        self._kubectl = kubectl or KubectlUse()
        self._schemas = schemas

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
        schemas = schema_store(options.kube_version or templates.policy.kubernetes_version, own_schemas(self._schemas))
        subject = generated_subject(
            artifacts.complete, chart, effective, templates.policy, trace_metadata, schemas, self._engine
        )
        subject.admission = templates.admission
        subject.kubectl = self._kubectl
        subject.run_yamllint = self._run_yamllint
        subject.today = date.fromisoformat(self._now()[:10]) if self._now else None
        noted = [*templates.findings, *effective.findings, *([fallback.finding] if fallback else [])]
        return run_checks(subject, artifacts.digest, noted)
