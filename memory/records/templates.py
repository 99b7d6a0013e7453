"""The template registry: what a template was and what it rendered to when it was last used for a component."""

from foundation.model.base import FrozenModel


class TemplateRecord(FrozenModel):
    """One use of a chart template.

    Attributes:
        template_id: the chart template.
        component_type: type that it was used for.
        component: the component.
        sources: digest of each resource template by its id.
        asked: digest of the bundle and the environments that it was rendered with.
        rendered: digest of all that came out.
        release: digest of the agent's code and of what it stands on; empty if it is not known.
        recorded_at: when; UTC, ISO 8601.
    """

    template_id: str
    component_type: str
    component: str
    sources: dict[str, str]
    asked: str
    rendered: str
    release: str = ""
    recorded_at: str


class KnownUse(FrozenModel):
    """A use, and in whose memory it is.

    Attributes:
        tenant: the tenant.
        use: the use.
    """

    tenant: str
    use: TemplateRecord
