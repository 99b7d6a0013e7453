"""How a pipeline deploys the Azure resources of a component, before the component itself."""

from collections.abc import Iterator
from typing import Any

from foundation.model.base import FrozenModel
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.bundle.groups.delivery import Target
from foundation.model.chart.chart import Chart
from foundation.model.chart.templates import PipelineTemplate, TemplateSet
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.infrastructure.kinds import BackEnd
from foundation.model.infrastructure.networks import has_own_network
from foundation.model.policy.delivery import DeliveryPolicy
from foundation.model.policy.infrastructure import PulumiState, StatePolicy
from foundation.model.run.outputs import Outputs
from plugins.pipeline_builder.answers import Place

_PATH = "delivery.infrastructure"
_ANNOTATION = r"serviceAccount.annotations.azure\.workload\.identity/client-id"


class ResourceDeployment(FrozenModel):
    """What the steps need to know.

    Attributes:
        back_end: whose files are deployed.
        component: name of the component's objects.
        locations: region by environment.
        state: where Pulumi keeps its state.
        networks: environments whose network is a project of its own.
        identity: whether there is one, whose client id the chart gets.
    """

    back_end: BackEnd
    component: str
    locations: dict[str, str]
    state: PulumiState | None
    networks: list[str]
    identity: bool

    def template(self, target: Target, templates: TemplateSet) -> PipelineTemplate:
        """Return the template whose steps deploy the resources.

        Args:
            target: the service that runs them.
            templates: what the run has.

        Raises:
            InputError: there is none.
        """
        for template in templates.pipelines:
            if (template.target, template.infrastructure) == (target, self.back_end):
                return template
        message = f"no pipeline template deploys {self.back_end} in {target}"
        remedy = "Add one to pipelines in catalog.yaml, or keep the built-in folder on the search path."
        raise InputError(Problem(code="template-unknown", message=message, remedy=remedy, path=f"{_PATH}.back_end"))

    def values_in(self, place: Place) -> dict[str, Any]:
        """Return what the texts of its steps may name, for an environment."""
        return {
            "folder": self.back_end,
            "deployment": f"{self.component}-{place.name}",
            "location": self.locations[place.name],
            "state": self.state.address if self.state else "",
            "secrets_provider": self.state.secrets_provider if self.state else "",
            "login": {name: f"${{{{ secrets.{secret} }}}}" for name, secret in place.azure_login.items()},
            "network": place.name in self.networks,
            "identity": self.identity,
        }

    def identity_settings(self, chart: Chart, place: Place) -> list[str]:
        """Return the values of a chart that are the identity's client id, as Helm's ``--set`` names them.

        Args:
            chart: the chart.
            place: the environment.
        """
        if not self.identity:
            return []
        classes = chart.values[place.name].get("secretProviderClasses") or []
        bound = [index for index, item in enumerate(classes) if "clientID" in item.get("parameters", {})]
        return [_ANNOTATION, *(f"secretProviderClasses[{index}].parameters.clientID" for index in bound)]


def resources_of(
    places: list[Place],
    effective: EffectiveComponent,
    answers: DeliveryPolicy,
    templates: TemplateSet,
    outputs: Outputs,
) -> ResourceDeployment | None:
    """Return how the Azure resources are deployed; none where nobody asks for it, or there are none.

    Args:
        places: the environments.
        effective: the component with its plan.
        answers: how it is deployed.
        templates: the policy.
        outputs: what is written.

    Raises:
        InputError: with every setting that is missing; none of them has a default.
    """
    asked, plan = answers.infrastructure, effective.infrastructure
    if asked is None or plan is None or not plan.resources:
        return None
    state = templates.policy.infrastructure.state
    if problems := [*_missing(places, asked.back_end, answers, state, outputs)]:
        raise InputError(*problems)
    location = plan.variable("location")
    return ResourceDeployment(
        back_end=asked.back_end,
        component=effective.slug,
        locations={name: str(value) for name, value in location.values.items()} if location else {},
        state=state.pulumi if asked.back_end == "pulumi" else None,
        networks=[name for name in plan.environments if has_own_network(plan, name)],
        identity=plan.find("identity") is not None,
    )


def _missing(
    places: list[Place], back_end: BackEnd, answers: DeliveryPolicy, state: StatePolicy, outputs: Outputs
) -> Iterator[Problem]:
    if back_end not in outputs.parts:
        message = f"the pipelines would deploy {back_end}, which this output does not have"
        remedy = f"Write {back_end} too ({Flag.WITH} {back_end}), or name another back_end."
        yield Problem(code="pipeline-files", message=message, remedy=remedy, path=f"{_PATH}.back_end")
    if "azure-devops" in answers.targets and any(place.azure_connection is None for place in places):
        message = "nobody says which service connection deploys the Azure resources"
        remedy = f"Set service_connection in {_PATH} of the bundle, or in infrastructure of the policy's delivery.yaml."
        yield Problem(code="pipeline-infrastructure", message=message, remedy=remedy, path=_PATH)
    if back_end != "bicep" and getattr(state, back_end) is None:
        message = f"nobody says where {back_end} keeps its state, which a pipeline needs"
        remedy = f"Set state.{back_end} in the policy's infrastructure.yaml."
        yield Problem(code="pipeline-infrastructure", message=message, remedy=remedy, path=f"{_PATH}.back_end")
