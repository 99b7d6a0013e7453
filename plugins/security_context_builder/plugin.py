"""SecurityContextBuilder as kernel functions."""

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.features import Security
from foundation.model.chart.templates import TemplateSet
from plugins.security_context_builder.contexts import build_security
from plugins.step import step


class SecurityContextBuilderPlugin:
    """Builds security contexts, the service account, roles and the identity binding."""

    @step("build", produces="security", description="Build security contexts, service account, roles and identity.")
    def build(self, effective: EffectiveComponent, templates: TemplateSet) -> Security:
        """Build the security settings of every environment."""
        return build_security(effective, templates.policy.security)
