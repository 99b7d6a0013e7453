"""From what a bundle asks for to the plan, with every mistake in it."""

from collections.abc import Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.groups.resources import CloudResources
from foundation.model.bundle.groups.security import SecurityProfile
from foundation.model.errors import Problem
from foundation.model.infrastructure.kinds import Kind
from foundation.model.infrastructure.mistakes import mistakes_in
from foundation.model.infrastructure.naming import Words, azure_name, federated_subject, name_problems
from foundation.model.infrastructure.networks import endpoints_of, network_variables
from foundation.model.infrastructure.plan import (
    Grant,
    InfrastructurePlan,
    PlannedOutput,
    PlannedResource,
    PlannedRole,
    PlannedVariable,
    Value,
)
from foundation.model.infrastructure.requests import Requested, requested
from foundation.model.policy.infrastructure import InfrastructurePolicy

#: How each kind gives rights, where not by Azure's roles.
_GRANTS: dict[Kind, Grant] = {"cosmos": "cosmos", "redis": "redis", "postgres": "postgres"}
#: What a setting of a resource is, for whoever reads the variables.
_DESCRIPTIONS = {
    "name": "Name in Azure.",
    "resource-group": "Resource group that it is in.",
    "sku": "Size.",
    "replication": "Copies of the data.",
    "capacity": "Messaging units.",
    "compute": "Kind of machine.",
    "size": "Machine.",
    "storage-gb": "Disk in gigabytes.",
    "availability": "Standby.",
    "geo-backup": "Whether backups are kept in a second region too.",
    "zone-redundant": "Whether its copies are in several zones.",
    "max-throughput": "Most request units a second of a container.",
}


def plan_infrastructure(
    resources: CloudResources,
    environments: list[EffectiveEnvironment],
    words: Words,
    namespace: str,
    policy: InfrastructurePolicy,
) -> tuple[InfrastructurePlan, list[Problem]]:
    """Plan the resources of a component.

    Args:
        resources: what the bundle asks for.
        environments: the merged settings of each environment.
        words: what names are made of.
        namespace: namespace of the component.
        policy: the platform's answers.

    Returns:
        The plan, and what is wrong with it; it is only worth something where nothing is.
    """
    asked = list(requested(resources))
    names = [environment.name for environment in environments]
    planned = [_resource(item, resources, names, words, policy) for item in asked]
    problems = list(mistakes_in(resources, asked, planned, environments, policy))
    for item, resource in zip(asked, planned, strict=True):
        for name in {str(settings["name"]) for settings in resource.settings.values()}:
            problems += name_problems(item.kind, name, item.path, given=item.azure_name is not None)
    plan = InfrastructurePlan(
        component=words.component,
        environments=names,
        variables=[
            *_shared(resources, environments, words, namespace, policy),
            *network_variables(planned, names, policy),
            *_own(planned),
        ],
        resources=planned,
        roles=[role for item in asked for role in _roles(item, policy)],
        outputs=list(_outputs(planned)),
        endpoints=endpoints_of(planned, names, policy),
    )
    return plan, problems


def service_account_of(environment: EffectiveEnvironment, words: Words) -> str:
    """Return the name of the ServiceAccount that the pods of an environment have."""
    account = environment.settings.service_account
    return (account.name if account else None) or words.component


def _resource(
    item: Requested, resources: CloudResources, environments: list[str], words: Words, policy: InfrastructurePolicy
) -> PlannedResource:
    settings = {}
    for environment in environments:
        name = azure_name(item.kind, item.key, item.azure_name, words, environment, policy)
        group = resources.registry.resource_group.format(env=environment) if resources.registry else ""
        own: dict[str, Value] = {"resource-group": group} if item.kind == "registry" else {}
        settings[environment] = {"name": name, **own, **_size(item, environment, policy)}
    return PlannedResource(key=item.key, kind=item.kind, path=item.path, children=item.children, settings=settings)


def _size(item: Requested, environment: str, policy: InfrastructurePolicy) -> dict[str, Value]:
    tier = policy.tiers.get(item.tier or policy.tier_in(environment))
    size = getattr(tier, item.kind, None)
    return {name.replace("_", "-"): value for name, value in size.model_dump().items()} if size is not None else {}


def _shared(
    resources: CloudResources,
    environments: list[EffectiveEnvironment],
    words: Words,
    namespace: str,
    policy: InfrastructurePolicy,
) -> Iterator[PlannedVariable]:
    def variable(key: str, description: str, values: list[Value]) -> PlannedVariable:
        names = [environment.name for environment in environments]
        return PlannedVariable(key=key, description=description, values=dict(zip(names, values, strict=True)))

    names = [environment.name for environment in environments]
    places = {"component": words.component, "tenant": words.tenant}
    group = resources.resource_group or policy.resource_group
    yield variable("location", "Region.", [location_in(name, resources, policy) or "" for name in names])
    groups = [group.format(env=name, **places) for name in names]
    yield variable("resource-group-name", "Resource group; it must be there.", [*groups])
    is_open = [name in policy.public_network for name in names]
    access = ["Enabled" if value else "Disabled" for value in is_open]
    yield variable("public-network-access", "Whether the public network reaches the resources.", [*access])
    limited = [bool(policy.network_of(name).addresses) for name in names]
    action = ["Allow" if value and not limit else "Deny" for value, limit in zip(is_open, limited, strict=True)]
    yield variable("network-default-action", "What becomes of traffic that no rule names.", [*action])
    if resources.identity is not None:
        issuers = [issuer_in(name, resources, policy) or "" for name in names]
        yield variable("issuer", "OIDC issuer of the cluster.", [*issuers])
        subjects = [federated_subject(namespace, service_account_of(item, words)) for item in environments]
        yield variable("federated-subject", "ServiceAccount that stands for the identity.", [*subjects])
    if resources.key_vault is not None:
        secrets = [secrets_read(environment) for environment in environments]
        yield variable("vault-secrets", "Secrets that the component reads; people put them there.", [*secrets])


def location_in(environment: str, resources: CloudResources, policy: InfrastructurePolicy) -> str | None:
    """Return the region of an environment, if anybody says it."""
    return resources.location or policy.locations.get(environment) or policy.location


def issuer_in(environment: str, resources: CloudResources, policy: InfrastructurePolicy) -> str | None:
    """Return the OIDC issuer of an environment's cluster, if anybody says it."""
    own = (resources.identity.issuers if resources.identity else None) or {}
    return own.get(environment) or policy.issuers.get(environment)


def secrets_read(environment: EffectiveEnvironment) -> list[str]:
    """Return the names in the vault of what the component reads, in their order."""
    settings = environment.settings
    names = [
        entry.name
        for reference in settings.secrets or []
        if (reference.provider or settings.secret_provider) == "key-vault"
        for entry in reference.objects or []
    ]
    return sorted(dict.fromkeys(names))


def _own(planned: list[PlannedResource]) -> Iterator[PlannedVariable]:
    for resource in planned:
        for setting in next(iter(resource.settings.values()), {}):
            values = {name: settings.get(setting, "") for name, settings in resource.settings.items()}
            description = _DESCRIPTIONS[setting]
            yield PlannedVariable(key=f"{resource.key}-{setting}", description=description, values=values)


def _roles(item: Requested, policy: InfrastructurePolicy) -> Iterator[PlannedRole]:
    for use in dict.fromkeys(item.use):
        definition = policy.roles.get(item.kind, {}).get(use, "")
        grant = _GRANTS.get(item.kind, "azure")
        yield PlannedRole(resource=item.key, use=use, grant=grant, definition=definition)


def _outputs(planned: list[PlannedResource]) -> Iterator[PlannedOutput]:
    for resource in planned:
        yield PlannedOutput(key=f"{resource.key}-name", resource=resource.key, attribute="name")
        if resource.kind == "identity":
            yield PlannedOutput(key="identity-client-id", resource=resource.key, attribute="clientId")
            yield PlannedOutput(key="federated-subject", attribute="federated-subject")
        elif resource.kind != "log_analytics":
            yield PlannedOutput(key=f"{resource.key}-endpoint", resource=resource.key, attribute="endpoint")
        if resource.kind == "key_vault":
            yield PlannedOutput(key="vault-secrets", attribute="vault-secrets")


def identity_bound(environment: EffectiveEnvironment) -> bool:
    """Tell whether the pods of an environment stand for an identity."""
    return bool((environment.settings.security_profile or SecurityProfile()).enable_identity_binding)
