"""What is wrong with the resources of a bundle, one rule after another."""

from collections.abc import Iterable, Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.groups.resources import CloudResources
from foundation.model.bundle.groups.security import SecurityProfile
from foundation.model.errors import Problem
from foundation.model.infrastructure.kinds import EXISTING, KINDS
from foundation.model.infrastructure.naming import OF_RESOURCES, key_of_single
from foundation.model.infrastructure.networks import only_public
from foundation.model.infrastructure.plan import PlannedResource, camel
from foundation.model.infrastructure.requests import Requested
from foundation.model.names import did_you_mean
from foundation.model.policy.infrastructure import InfrastructurePolicy

#: Its name is a variable in what is written, as the names of resources are.
_RESOURCE_GROUP = "resource-group"


def mistakes_in(
    resources: CloudResources,
    asked: list[Requested],
    planned: list[PlannedResource],
    environments: list[EffectiveEnvironment],
    policy: InfrastructurePolicy,
) -> Iterator[Problem]:
    """Yield every mistake but those in names.

    Args:
        resources: what the bundle says.
        asked: the same, one resource after another.
        planned: what becomes of each.
        environments: the merged settings of each environment.
        policy: the platform's answers.
    """
    names = [environment.name for environment in environments]
    if asked:
        yield from _locations(resources, names, policy)
    if resources.identity is not None:
        yield from _issuers(resources, names, policy)
        yield from _unbound(environments)
        yield from _unknown_environments(resources, names, policy)
    else:
        yield from _without_identity(asked)
    yield from _keys(asked)
    yield from _inside(asked)
    yield from _same_names(planned)
    yield from _tiers(asked, planned, policy)
    yield from _vaults(asked, planned, environments)


def _locations(resources: CloudResources, names: list[str], policy: InfrastructurePolicy) -> Iterator[Problem]:
    missing = [name for name in names if not (resources.location or policy.locations.get(name) or policy.location)]
    if missing:
        message = f"nobody says which region the resources of {', '.join(missing)} are in"
        remedy = "Add resources.location, or location to the policy's infrastructure.yaml."
        yield Problem(code="infrastructure-location", message=message, remedy=remedy, path="resources")


def _issuers(resources: CloudResources, names: list[str], policy: InfrastructurePolicy) -> Iterator[Problem]:
    own = (resources.identity.issuers if resources.identity else None) or {}
    missing = [name for name in names if not (own.get(name) or policy.issuers.get(name))]
    if missing:
        message = f"nobody says the OIDC issuer of the cluster of {', '.join(missing)}"
        remedy = (
            "Add it to resources.identity.issuers, or to issuers of the policy's infrastructure.yaml; "
            "az aks show --query oidcIssuerProfile.issuerUrl tells it."
        )
        yield Problem(code="infrastructure-issuer", message=message, remedy=remedy, path="resources.identity")


def _unknown_environments(
    resources: CloudResources, names: list[str], policy: InfrastructurePolicy
) -> Iterator[Problem]:
    """Yield issuers of environments that nobody has named; others of the platform's may simply not be made now."""
    known = {*names, *policy.issuers, *policy.locations, *policy.tier_of, *policy.public_network}
    for name in (resources.identity.issuers if resources.identity else None) or {}:
        if name not in known and did_you_mean(name, names, ""):
            message = f"resources speak of an environment {name!r} that there is not"
            remedy = did_you_mean(name, names, f"Known are {', '.join(names)}.")
            path = f"resources.identity.issuers.{name}"
            yield Problem(code="environment-unknown", message=message, remedy=remedy, path=path)


def _unbound(environments: list[EffectiveEnvironment]) -> Iterator[Problem]:
    for environment in environments:
        profile = environment.settings.security_profile or SecurityProfile()
        if not profile.enable_identity_binding:
            message = f"the pods of {environment.name} are not bound to the identity that resources make"
            remedy = "Add enable_identity_binding: true to security_profile, or leave resources.identity out."
            yield Problem(code="infrastructure-identity", message=message, remedy=remedy, path="resources.identity")
            return


def _without_identity(asked: list[Requested]) -> Iterator[Problem]:
    for item in asked:
        if item.use:
            message = f"the component would use {item.key} as {' and '.join(item.use)}, and has no identity"
            remedy = "Add resources.identity, or leave use out."
            yield Problem(code="infrastructure-identity", message=message, remedy=remedy, path=f"{item.path}.use")


def _keys(asked: list[Requested]) -> Iterator[Problem]:
    """Yield names that come to the same variables and outputs, in which hyphens are not seen."""
    singles = [key_of_single(kind) for kind in ("log_analytics", "identity", "key_vault", "registry")]
    taken = {*singles, _RESOURCE_GROUP}
    remedy = f"Give it a name that differs in more than hyphens, and is none of {', '.join(sorted(taken))}."
    seen: dict[str, str] = {}
    for item in asked:
        is_single = "[" not in item.path
        written = camel(item.key)
        if written in seen or (item.key in taken and not is_single):
            message = f"two resources would be called {item.key}"
            if item.key == _RESOURCE_GROUP:
                message = f"{item.key} would be called as the resource group is"
            elif seen.get(written, item.key) != item.key:
                message = f"two resources would be called {written}: {seen[written]} and {item.key}"
            yield _collision(message, f"{item.path}.name", remedy)
        seen.setdefault(written, item.key)


def _inside(asked: list[Requested]) -> Iterator[Problem]:
    for item in asked:
        seen: set[tuple[str, str, str]] = set()
        for child in item.children:
            # Queues and topics share their names; Azure takes small and capital letters for the same.
            kind = "queue or topic" if child.kind in ("queue", "topic") else child.kind
            key = (kind, child.parent.lower(), child.name.lower())
            if key in seen:
                yield _collision(f"{item.key} has two of {kind} {child.name}", item.path, "Keep one of them.")
            seen.add(key)


def _same_names(planned: list[PlannedResource]) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], str] = {}
    for resource in planned:
        if resource.existing:
            continue
        unique = KINDS[resource.kind].unique
        for environment, settings in resource.settings.items():
            key = (resource.kind, str(settings["name"]), "" if unique else environment)
            owner = f"{resource.key} of {environment}"
            if key in seen:
                message = f"{seen[key]} and {owner} would both be called {settings['name']}"
                remedy = "Give another azure_name; {env} in it tells environments apart."
                yield _collision(message, f"{resource.path}.azure_name", remedy)
                break
            seen[key] = owner


def same_for_components(asked: Iterable[Requested], component: str, peers: list[str]) -> Iterator[Problem]:
    """Yield names in Azure that several components of an application would each give a resource of their own.

    Args:
        asked: what the application says, one resource after another.
        component: name of the component.
        peers: names of the others.
    """
    for item in asked:
        if peers and item.azure_name and KINDS[item.kind].unique and item.kind not in EXISTING:
            both = " and ".join(sorted([component, *peers])[:2])
            message = f"{both} would each make a {KINDS[item.kind].title} called {item.azure_name}"
            remedy = "Leave azure_name out, so that each component's has a name of its own."
            yield _collision(message, f"{item.path}.azure_name", remedy)


def _tiers(asked: list[Requested], planned: list[PlannedResource], policy: InfrastructurePolicy) -> Iterator[Problem]:
    for item, resource in zip(asked, planned, strict=True):
        if item.tier is not None and item.tier not in policy.tiers:
            message = f"the policy has no tier {item.tier!r}"
            remedy = did_you_mean(item.tier, list(policy.tiers), f"It has {', '.join(policy.tiers)}.")
            yield Problem(code="infrastructure-tier", message=message, remedy=remedy, path=f"{item.path}.tier")
            continue
        for environment, settings in resource.settings.items():
            if only_public(settings) and environment not in policy.public_network:
                message = f"{item.key} of {environment} is a Standard namespace, which only the public network reaches"
                remedy = "Choose a tier with Premium, or allow the environment the public network in the policy."
                yield Problem(code="infrastructure-tier", message=message, remedy=remedy, path=f"{item.path}.tier")
                break


def _vaults(
    asked: list[Requested], planned: list[PlannedResource], environments: list[EffectiveEnvironment]
) -> Iterator[Problem]:
    """Yield environments whose manifests read another vault than the one that is made."""
    vault = next((resource for resource in planned if resource.kind == "key_vault"), None)
    for environment in environments if vault is not None else []:
        if environment.origins.get("key_vault.name") == OF_RESOURCES:
            continue
        named = environment.settings.key_vault.name if environment.settings.key_vault else None
        made = vault.settings[environment.name]["name"] if vault is not None else ""
        if named is not None and named != made:
            message = f"the component reads the vault {named} in {environment.name}, and resources make {made}"
            remedy = "Leave key_vault.name out, or give resources.key_vault.azure_name the same name."
            yield Problem(code="infrastructure-vault", message=message, remedy=remedy, path="resources.key_vault")
            return


def _collision(message: str, path: str, remedy: str) -> Problem:
    return Problem(code="infrastructure-collision", message=message, remedy=remedy, path=path)
