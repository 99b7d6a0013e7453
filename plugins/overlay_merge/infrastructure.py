"""The resources of a component in Azure: planned once, and what of them its manifests refer to."""

from foundation.model.bundle.bundle import Bundle, MemberBundle
from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.groups.resources import CloudResources
from foundation.model.errors import Problem
from foundation.model.findings import Finding
from foundation.model.infrastructure.kinds import Kind
from foundation.model.infrastructure.mistakes import same_for_components
from foundation.model.infrastructure.naming import OF_RESOURCES, Words, azure_name, key_of_single, name_problems
from foundation.model.infrastructure.plan import InfrastructurePlan
from foundation.model.infrastructure.planning import location_in, plan_infrastructure
from foundation.model.infrastructure.requests import requested
from foundation.model.names import dns_label
from foundation.model.policy.infrastructure import InfrastructurePolicy
from plugins.overlay_merge.merging import Merged
from plugins.overlay_merge.reach import unreachable

#: Stands for the name of a vault that none may have, which is told by itself.
_NO_VAULT = "vault"
#: Code of what is said of a client id that nobody names.
NOT_DEPLOYED = "identity-not-deployed"


def fill_references(
    merged: Merged, bundle: Bundle, words: Words, environment: str, policy: InfrastructurePolicy
) -> list[Finding]:
    """Give the settings the vault and the identity that the resources make, where nobody names others.

    Args:
        merged: the settings of the environment.
        bundle: the bundle.
        words: what names are made of.
        environment: the environment.
        policy: names, and what stands for ids that are not known yet.

    Returns:
        What stands for something that only a deployment tells, and what nobody reaches as it is made.
    """
    resources = bundle.resources
    if resources is not None and resources.key_vault is not None:
        key, given = key_of_single("key_vault"), resources.key_vault.azure_name
        name = _possible_name("key_vault", key, given, words, environment, policy)
        _fill(merged, "key_vault", {"name": name or _NO_VAULT})
    findings: list[Finding] = []
    if resources is not None:
        _open_ways(merged, resources, words, environment, policy)
        findings += unreachable(resources, environment, policy)
    bound = merged.settings.get("security_profile", {}).get("enable_identity_binding")
    if resources is None or resources.identity is None or not bound:
        return findings
    ids = {"client_id": policy.client_id, "tenant_id": policy.tenant_id}
    profile = {**merged.settings["security_profile"]}
    known = {name: value for name, value in (profile.get("identity") or {}).items() if value is not None}
    profile["identity"] = {**ids, **known}
    merged.settings["security_profile"] = profile
    for name in ids.keys() - known.keys():
        merged.origins[f"security_profile.identity.{name}"] = OF_RESOURCES
    return findings if "client_id" in known else [*findings, _not_deployed(environment)]


def _open_ways(
    merged: Merged, resources: CloudResources, words: Words, environment: str, policy: InfrastructurePolicy
) -> None:
    """Let the component reach what it asks for; hosts that the bundle names itself stay as they are."""
    entries = [*(merged.settings.get("external") or [])]
    named, location = {entry.get("host") for entry in entries}, location_in(environment, resources, policy)
    for asked in requested(resources):
        name = _possible_name(asked.kind, asked.key, asked.azure_name, words, environment, policy)
        for endpoint in policy.endpoints.get(asked.kind, []) if location and name else []:
            host = endpoint.host.format(name=name, location=location)
            if host not in named:
                called = dns_label(f"{asked.kind}-{asked.key}-{endpoint.port}".replace("_", "-"))
                entries.append({"name": called, "host": host, "port": endpoint.port})
                merged.origins |= {f"external[{called}].{field}": OF_RESOURCES for field in ("host", "port")}
    if entries:
        merged.settings["external"] = entries


def _possible_name(
    kind: Kind, key: str, given: str | None, words: Words, environment: str, policy: InfrastructurePolicy
) -> str | None:
    """Return the name of a resource; none if Azure has no such names, which is told where all are planned."""
    name = azure_name(kind, key, given, words, environment, policy)
    return None if any(name_problems(kind, name, "", given=given is not None)) else name


def _fill(merged: Merged, group: str, values: dict[str, str]) -> None:
    known = {name: value for name, value in (merged.settings.get(group) or {}).items() if value is not None}
    merged.settings[group] = {**values, **known}
    for name in values.keys() - known.keys():
        merged.origins[f"{group}.{name}"] = OF_RESOURCES


def _not_deployed(environment: str) -> Finding:
    return Finding(
        code=NOT_DEPLOYED,
        severity="warning",
        message=f"nobody says the client id of the identity in {environment}; the policy's stands for it",
        remedy="Deploy the resources, and put their output identityClientId into security_profile.identity.client_id "
        f"of environments.{environment}.",
        path=f"environments.{environment}.security_profile.identity.client_id",
    )


def planned(
    bundle: Bundle,
    environments: list[EffectiveEnvironment],
    words: Words,
    namespace: str,
    policy: InfrastructurePolicy,
) -> tuple[InfrastructurePlan | None, list[Problem]]:
    """Return the plan of a bundle's resources, and what is wrong with it; none for a bundle without any.

    Args:
        bundle: the bundle.
        environments: the merged settings of each environment.
        words: what names are made of.
        namespace: namespace of the component.
        policy: the platform's answers.
    """
    if bundle.resources is None:
        return None, []
    plan, problems = plan_infrastructure(bundle.resources, environments, words, namespace, policy)
    peers = [peer.name for peer in bundle.application.peers] if isinstance(bundle, MemberBundle) else []
    asked = requested(bundle.resources)
    return plan, [*problems, *same_for_components(asked, bundle.component.name, peers)]
