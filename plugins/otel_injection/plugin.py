"""OtelInjection as kernel functions."""

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.features import Telemetry
from foundation.model.chart.templates import TemplateSet
from foundation.model.run.trace import Trace
from plugins.otel_injection.telemetry import build_telemetry
from plugins.step import step


class OtelInjectionPlugin:
    """Configures OpenTelemetry."""

    @step("inject", produces="telemetry", description="Make the OpenTelemetry variables and the sidecar collector.")
    def inject(self, effective: EffectiveComponent, trace: Trace, templates: TemplateSet) -> Telemetry:
        """Make the telemetry settings of every environment."""
        return build_telemetry(effective, trace, templates.policy.telemetry)
