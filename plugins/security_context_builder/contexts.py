"""Security of a component from its profile and the platform's policy."""

from foundation.model.bundle.api_token import mounts_token_itself, refuses_token
from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.bundle.groups.security import SecurityProfile
from foundation.model.chart.features import Role, Security, SecurityFeatures
from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean
from foundation.model.policy.platform import SecurityPolicy
from foundation.source.layering import over_baseline

#: Azure Workload Identity: label of the pod and annotations of the ServiceAccount.
_IDENTITY = "azure.workload.identity"


def build_security(effective: EffectiveComponent, policy: SecurityPolicy) -> Security:
    """Build the security settings without an environment and of each environment.

    Raises:
        InputError: the profile asks for a role that the policy does not define.
    """
    _check_roles(effective, policy)
    return Security(
        common=_settings(effective.common, policy),
        environments={environment.name: _settings(environment, policy) for environment in effective.environments},
    )


def _settings(environment: EffectiveEnvironment, policy: SecurityPolicy) -> SecurityFeatures:
    profile = environment.settings.security_profile or SecurityProfile()
    roles = [*_policy_roles(profile, policy), *_own_roles(profile)]
    return SecurityFeatures(
        pod_security_context=over_baseline(policy.pod_security_context, environment.settings.pod_security_context),
        container_security_context=over_baseline(
            policy.container_security_context, environment.settings.security_context
        ),
        container_baseline=policy.container_security_context,
        automount_token=bool(environment.settings.automount_service_account_token),
        projected_token_seconds=policy.api_token.expiration_seconds if _projected(roles, environment, policy) else 0,
        service_account_annotations=_identity_annotations(profile, policy),
        pod_labels={f"{_IDENTITY}/use": "true"} if profile.enable_identity_binding else {},
        roles=roles,
    )


def _projected(roles: list[Role], environment: EffectiveEnvironment, policy: SecurityPolicy) -> bool:
    """Tell whether the pods get a token of their own: what roles allow could not be used without one."""
    used = policy.api_token.projected and any(role.rules for role in roles)
    return used and not mounts_token_itself(environment) and not refuses_token(environment)


def _policy_roles(profile: SecurityProfile, policy: SecurityPolicy) -> list[Role]:
    return [Role(name=name, rules=policy.rbac_roles[name].rules) for name in _roles(profile)]


def _own_roles(profile: SecurityProfile) -> list[Role]:
    return [
        Role(
            name=role.name,
            role=role.object_name or "",
            binding=role.binding_name or "",
            rules=[rule.model_dump(exclude_none=True) for rule in role.rules],
        )
        for role in (profile.roles or [] if profile.enable_rbac else [])
    ]


def _roles(profile: SecurityProfile) -> list[str]:
    return list(dict.fromkeys(profile.rbac_roles or [])) if profile.enable_rbac else []


def _identity_annotations(profile: SecurityProfile, policy: SecurityPolicy) -> dict[str, str]:
    if not profile.enable_identity_binding:
        return {}
    identity = profile.identity
    seconds = identity.token_expiration_seconds if identity else None
    found = {
        "client-id": identity.client_id if identity else None,
        "service-account-token-expiration": str(seconds or policy.identity_token_expiration_seconds),
        "tenant-id": identity.tenant_id if identity else None,
    }
    return {f"{_IDENTITY}/{name}": value for name, value in found.items() if value is not None}


def _check_roles(effective: EffectiveComponent, policy: SecurityPolicy) -> None:
    problems: dict[str, Problem] = {}
    for environment in (effective.common, *effective.environments):
        for role in _roles(environment.settings.security_profile or SecurityProfile()):
            if role not in policy.rbac_roles:
                problems.setdefault(role, _unknown_role(role, policy))
    if problems:
        raise InputError(*problems.values())


def _unknown_role(role: str, policy: SecurityPolicy) -> Problem:
    return Problem(
        code="role-unknown",
        message=f"the policy defines no rbac role {role!r}",
        remedy=did_you_mean(role, policy.rbac_roles, f"Defined: {', '.join(sorted(policy.rbac_roles))}."),
        path="security_profile.rbac_roles",
    )
