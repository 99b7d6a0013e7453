"""What the template catalog offers and what a run picked from it."""

from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from foundation.model.base import FrozenModel
from foundation.model.bundle.groups.delivery import Target
from foundation.model.bundle.layer import Layer
from foundation.model.chart.values import ChartValues
from foundation.model.findings import Finding
from foundation.model.infrastructure.kinds import BackEnd
from foundation.model.names import nearest
from foundation.model.policy.platform import PlatformPolicy

#: How the ids of templates begin that a draft made.
DRAFTED = "drafted-"


class ResourceTemplate(FrozenModel):
    """One Helm template file.

    Attributes:
        id: versioned id, such as ``k8s-deployment-v2``.
        source: file in the template folder, relative.
        target: path of the file in the chart.
        sections: top-level sections of the chart's values that it reads.
        when: sections of which some environment must use one, or the chart does without the file;
            empty if the file is always there.
        unless: sections of which no environment may use one, or another file takes its place.
        text: the file's content.
    """

    id: str
    source: str
    target: str
    sections: list[str]
    when: list[str] = []
    unless: list[str] = []
    text: str = Field(repr=False)

    @property
    def drafted(self) -> bool:
        """Tell whether it was made from a draft; all others are the catalog's."""
        return self.id.startswith(DRAFTED)


class PipelineTemplate(FrozenModel):
    """Steps of a deployment, as a template of a pipeline has them.

    Attributes:
        id: versioned id, such as ``helm-release-stage-v1``.
        target: service that runs it.
        strategies: strategies of deployment jobs that its steps can follow.
        needs: parts of the output whose files it names.
        infrastructure: back end whose files its steps deploy; none, if they deploy the component.
        source: file in the template folder, relative.
        text: the file's content.
    """

    id: str
    target: Target
    strategies: list[str] = ["runOnce"]
    needs: list[str]
    infrastructure: BackEnd | None = None
    source: str
    text: str = Field(repr=False)


class InfrastructureTemplate(FrozenModel):
    """A file of an infrastructure back end.

    Attributes:
        id: versioned id, such as ``bicep-key-vault-v1``.
        back_end: who reads the file.
        part: what of the plan it writes: ``main``, a kind of resource, or another file that every output has.
        source: file in the template folder, relative.
        text: the file's content.
    """

    id: str
    back_end: BackEnd
    part: str
    source: str
    text: str = Field(repr=False)


class ChartDefinition(FrozenModel):
    """A chart template: which resources make up the chart of which component types."""

    id: str
    aliases: list[str] = []
    serves: list[str]
    workload: str = Field(description="Kind that runs the container, such as Deployment.")
    description: str
    resources: list[str]
    default: bool = Field(default=True, description="Whether it is taken for its types when a bundle names none.")
    like: str | None = Field(
        default=None, description="Component type whose platform defaults hold, where the policy has none for the type."
    )
    defaults: Layer | None = Field(default=None, description="Settings of its components, over the platform's.")
    annotations: dict[str, str] = Field(default={}, description="Further annotations of Chart.yaml.")
    fallback_values: dict[str, Any] = Field(
        default={}, description="Values of the chart that go over the generated ones when Helm refuses those."
    )

    @field_validator("fallback_values")
    @classmethod
    def _check_sections(cls, values: dict[str, Any]) -> dict[str, Any]:
        known = {field.alias or name for name, field in ChartValues.model_fields.items()}
        for section in sorted(values.keys() - known):
            close = nearest(section, known)
            raise ValueError(f"a chart has no values {section!r}" + (f"; did you mean {close}?" if close else ""))
        return values


class ShownChart(FrozenModel):
    """A chart template.

    Attributes:
        chart: the template.
        descriptions: what each of its resources is, in their order.
    """

    chart: ChartDefinition
    descriptions: dict[str, str]


#: A file of the chart: what Helm and the agent write themselves is not among them.
ChartPath = Annotated[str, Field(pattern=r"^(README\.md|(templates|crds|files)(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+)$")]


class CatalogResource(FrozenModel):
    """A resource template's entry in the catalog."""

    source: str
    target: ChartPath
    sections: list[str] = []
    when: list[str] = []
    unless: list[str] = []
    description: str

    @model_validator(mode="after")
    def _reads_what_it_waits_for(self) -> "CatalogResource":
        if not set(self.when) <= set(self.sections):
            raise ValueError("when names sections that are not in sections")
        return self


class CatalogPipeline(FrozenModel):
    """A pipeline template's entry in the catalog."""

    source: str
    target: Target
    strategies: list[str] = ["runOnce"]
    needs: list[str]
    infrastructure: BackEnd | None = None
    description: str


class CatalogInfrastructure(FrozenModel):
    """An infrastructure template's entry in the catalog."""

    source: str
    back_end: BackEnd
    part: Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]
    description: str


class Catalog(FrozenModel):
    """The template catalog of one folder (templates/catalog.yaml)."""

    charts: list[ChartDefinition]
    resources: dict[str, CatalogResource]
    pipelines: dict[str, CatalogPipeline] = {}
    infrastructure: dict[str, CatalogInfrastructure] = {}


class TemplateSet(FrozenModel):
    """All that a run takes from the Infrastructure Architect's folder.

    Attributes:
        chart: the chosen chart template.
        resources: its files, in the catalog's order.
        pipelines: the pipeline templates.
        infrastructure: the infrastructure templates.
        policy: the platform policy.
        profiles: environment profiles by environment name.
        admission: text of the admission policies, by path.
        findings: what loading them wants to be known.
    """

    chart: ChartDefinition
    resources: list[ResourceTemplate]
    pipelines: list[PipelineTemplate] = Field(default=[], repr=False)
    infrastructure: list[InfrastructureTemplate] = Field(default=[], repr=False)
    policy: PlatformPolicy
    profiles: dict[str, Layer]
    admission: dict[str, str] = Field(default={}, repr=False)
    findings: list[Finding] = []
