"""OtelInjection as kernel functions."""

from agent.model.effective import EffectiveComponent
from agent.model.features import Telemetry
from agent.model.templates import TemplateSet
from agent.model.trace import Trace
from plugins.otel_injection.telemetry import build_telemetry
from plugins.step import step


class OtelInjectionPlugin:
    """Configures OpenTelemetry."""

    @step("inject", produces="telemetry", description="Make the OpenTelemetry variables and the sidecar collector.")
    def inject(self, effective: EffectiveComponent, trace: Trace, templates: TemplateSet) -> Telemetry:
        """Make the telemetry settings of every environment."""
        return build_telemetry(effective, trace, templates.policy.telemetry)
