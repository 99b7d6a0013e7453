"""The component as it will run: every layer merged, and which layer set what."""

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.bundle.layer import Layer
from foundation.model.findings import Finding
from foundation.model.infrastructure.plan import InfrastructurePlan


class EffectiveEnvironment(FrozenModel):
    """The merged settings of one environment.

    Attributes:
        name: canonical environment name.
        settings: all settings, merged.
        origins: the layer that set each leaf, by dotted path.
        places: where in the bundle each of its own layers stands, by the layer's name; ``-`` is the bundle itself.
    """

    name: str
    settings: Layer
    origins: dict[str, str] = Field(repr=False)
    places: dict[str, str] = Field(default={}, repr=False)


class EffectiveComponent(FrozenModel):
    """One component, ready to be turned into a chart.

    Attributes:
        name: name in the bundle, such as ``OrderService``.
        slug: name of its objects, such as ``orderservice``.
        type: component type.
        transport: how it is called.
        workload: kind that runs it, such as Deployment.
        tenant: owning tenant.
        team: owning team.
        namespace: namespace by the naming policy, or the one that the bundle gives.
        namespace_given: how the bundle gives it, for all components of its application; empty by the naming policy.
        chart_version: version of the chart.
        common: settings without any environment; they become values.yaml.
        environments: settings per environment, in the order asked for.
        infrastructure: its resources in Azure, if the bundle has any.
        findings: what the merge wants to be known: fall-backs and defaults taken.
    """

    name: str
    slug: str
    type: str
    transport: str
    workload: str
    tenant: str
    team: str
    namespace: str
    namespace_given: str = ""
    chart_version: str
    common: EffectiveEnvironment
    environments: list[EffectiveEnvironment]
    infrastructure: InfrastructurePlan | None = None
    findings: list[Finding] = []
