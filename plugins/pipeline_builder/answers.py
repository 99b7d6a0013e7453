"""How a component is deployed: the bundle's word over the policy's."""

from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle, MemberBundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.bundle.groups.delivery import DeliveryEnvironment
from foundation.model.chart.templates import PipelineTemplate, TemplateSet
from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean
from foundation.model.policy.delivery import DeliveryNames, DeliveryPolicy

_COMPONENT = "{component}"


class Place(FrozenModel):
    """Where one environment is deployed to.

    Attributes:
        name: the environment.
        stage: name of its stage.
        environment: the pipeline service's environment.
        connection: service connection.
        groups: variable groups.
        resource_group: Azure resource group of the cluster, where the connection is to a subscription.
        cluster: name of the cluster in it.
        approval: whether somebody must agree first.
        kubeconfig_secret: GitHub secret with the cluster's kubeconfig.
        server: API server of the cluster, as Argo CD knows it.
        azure_connection: service connection to the Azure subscription, if anybody says it.
        azure_login: GitHub secrets that log in to Azure, by the input of the action.
    """

    name: str
    stage: str
    environment: str
    connection: str
    groups: list[str]
    resource_group: str | None
    cluster: str | None
    approval: bool
    kubeconfig_secret: str
    server: str | None
    azure_connection: str | None
    azure_login: dict[str, str]


def places_of(
    effective: EffectiveComponent, bundle: Bundle, answers: DeliveryPolicy, templates: TemplateSet
) -> list[Place]:
    """Return the environments in the order in which a version goes through them.

    Raises:
        InputError: the bundle speaks of an environment that nobody knows.
    """
    aliases = templates.policy.environments.aliases
    said = (bundle.delivery.environments if bundle.delivery else None) or {}
    own = {aliases.get(name, name): settings for name, settings in said.items()}
    names = [environment.name for environment in effective.environments]
    known = {*names, *bundle.environments, *bundle.targets, *templates.profiles, *aliases}
    unknown = [name for name in said if name not in known]
    if unknown:
        raise InputError(*(_unknown_environment(name, sorted(known)) for name in unknown))
    order = {name: index for index, name in enumerate(answers.promotion)}
    ranked = sorted(names, key=lambda name: (order.get(name, len(order)), names.index(name)))
    named = answers.model_copy(update={"names": _told_apart(answers.names)}) if peers_of(bundle) else answers
    return [_place(name, effective, own.get(name, DeliveryEnvironment()), named) for name in ranked]


def peers_of(bundle: Bundle) -> list[str]:
    """Return the names of the other components of the application; none for a component by itself.

    Args:
        bundle: the bundle.
    """
    return [peer.name for peer in bundle.application.peers] if isinstance(bundle, MemberBundle) else []


def _told_apart(names: DeliveryNames) -> DeliveryNames:
    """Return patterns by which the stages of several components fit into one pipeline."""
    if _COMPONENT in names.stage:
        return names
    return names.model_copy(update={"stage": f"{names.stage}_{_COMPONENT}"})


def _place(name: str, effective: EffectiveComponent, own: DeliveryEnvironment, answers: DeliveryPolicy) -> Place:
    words = {"component": effective.slug, "tenant": effective.tenant, "env": name}
    patterns = answers.names
    groups = own.variable_groups
    azure = answers.infrastructure.service_connection if answers.infrastructure else None
    secrets = {
        "client-id": patterns.azure_client_secret,
        "tenant-id": patterns.azure_tenant_secret,
        "subscription-id": patterns.azure_subscription_secret,
    }
    return Place(
        name=name,
        stage=identifier(patterns.stage.format(**words)),
        environment=own.environment or patterns.environment.format(**words),
        connection=own.service_connection or patterns.service_connection.format(**words),
        groups=groups if groups is not None else [pattern.format(**words) for pattern in patterns.variable_groups],
        resource_group=own.resource_group,
        cluster=own.cluster,
        approval=own.approval if own.approval is not None else name in answers.approvals.environments,
        kubeconfig_secret=identifier(patterns.kubeconfig_secret.format(**words)),
        server=own.server,
        azure_connection=azure.format(**words) if azure else None,
        azure_login={name: identifier(pattern.format(**words)) for name, pattern in secrets.items()},
    )


def identifier(text: str) -> str:
    """Return a text as the name of a stage or job: letters, digits and underscores."""
    return "".join(character if character.isalnum() and character.isascii() else "_" for character in text)


def template_named(name: str, target: str, templates: TemplateSet, path: str) -> PipelineTemplate:
    """Return a pipeline template.

    Args:
        name: its id.
        target: the service that must be able to run it.
        templates: what the run has.
        path: the setting that names it.

    Raises:
        InputError: there is none of this name for the service.
    """
    of_target = [template for template in templates.pipelines if template.target == target]
    known = {template.id: template for template in of_target if template.infrastructure is None}
    wanted = name.removesuffix(".yaml")
    if wanted not in known:
        message = f"there is no pipeline template {name!r} for {target}"
        remedy = did_you_mean(wanted, list(known), f"Known: {', '.join(sorted(known))}.")
        raise InputError(Problem(code="template-unknown", message=message, remedy=remedy, path=path))
    return known[wanted]


def require_strategy(answers: DeliveryPolicy, template: PipelineTemplate) -> None:
    """Let a strategy pass that the template's steps can follow.

    Raises:
        InputError: they cannot.
    """
    kind = answers.strategy.kind
    if kind in template.strategies:
        return
    message = f"{template.id} cannot be deployed as {kind}"
    can = ", ".join(template.strategies)
    remedy = f"Choose another template in delivery, or one of its strategies: {can}."
    raise InputError(Problem(code="pipeline-strategy", message=message, remedy=remedy, path="delivery.strategy.kind"))


def _unknown_environment(name: str, names: list[str]) -> Problem:
    return Problem(
        code="environment-unknown",
        message=f"delivery speaks of an environment {name!r} that there is not",
        remedy=did_you_mean(name, names, f"Known are {', '.join(names)}."),
        path=f"delivery.environments.{name}",
    )
