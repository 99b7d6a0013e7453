"""Identity: the ServiceAccount, its Roles, and the workload identity that it is bound to."""

from typing import Any

from agent.importing.attach import Workload, account_name
from agent.importing.draft import Draft
from agent.importing.labels import Metadata
from agent.importing.objects import Place, SourceObject, mapping, mappings
from foundation.model.names import dns_label
from foundation.model.policy.platform import SecurityPolicy

_IDENTITY = "azure.workload.identity"
_USE = f"{_IDENTITY}/use"
_EXPIRATION = f"{_IDENTITY}/service-account-token-expiration"


def map_identity(draft: Draft, workload: Workload, metadata: Metadata, policy: SecurityPolicy) -> None:
    """Map who the pods are and what they may do."""
    name = account_name(workload.pod)
    account = workload.named("ServiceAccount", name) if name else None
    profile: dict[str, Any] = {}
    if account is not None:
        _account(draft, account, metadata, profile)
    elif name:
        draft.settings["service_account"] = {"name": name, "create": False}
    roles = _roles(draft, workload, metadata)
    if roles:
        known = [role["name"] for role in roles if _is_policy_role(role, policy)]
        profile |= {"enable_rbac": True, "rbac_roles": known or None}
        profile["roles"] = [role for role in roles if role["name"] not in known] or None
        if workload.pod.get("automountServiceAccountToken") is not False:  # its volumes tell whether it has a token
            draft.settings.setdefault("automount_service_account_token", True)
    if profile:
        draft.put("security_profile", profile, workload.template.at("spec", "serviceAccountName"))


def _account(draft: Draft, account: SourceObject, metadata: Metadata, profile: dict[str, Any]) -> None:
    own = Place(account, ("metadata",))
    annotations = metadata.annotations(own)
    if mapping(draft.settings.get("pod_labels")).get(_USE) == "true" and _EXPIRATION in annotations:
        _bind(draft, profile, annotations)
    if account.data.get("automountServiceAccountToken") is True:
        draft.settings.setdefault("automount_service_account_token", True)
    if account.data.get("imagePullSecrets"):
        place = Place(account, ("imagePullSecrets",))
        if "image_pull_secrets" not in draft.settings:
            draft.put("image_pull_secrets", account.data["imagePullSecrets"], place)
        draft.platform_decides(place, "the pods name them themselves")
    if account.data.get("secrets"):
        draft.leave_out(
            Place(account, ("secrets",)),
            "an account of a bundle names no Secrets",
            "Pods get a token by automount_service_account_token; registries are logged in to by image_pull_secrets.",
        )
    wanted = {
        "name": account.name if account.name != draft.slug else None,
        "labels": metadata.labels(own) or None,
        "annotations": annotations or None,
    }
    draft.put("service_account", {key: value for key, value in wanted.items() if value} or None, own)


def _bind(draft: Draft, profile: dict[str, Any], annotations: dict[str, Any]) -> None:
    """Move the annotations of Azure Workload Identity into the profile."""
    profile["enable_identity_binding"] = True
    expiration = annotations.pop(_EXPIRATION)
    profile["identity"] = {
        "client_id": annotations.pop(f"{_IDENTITY}/client-id", None),
        "tenant_id": annotations.pop(f"{_IDENTITY}/tenant-id", None),
        "token_expiration_seconds": int(expiration) if str(expiration).isdecimal() else None,
    }
    del draft.settings["pod_labels"][_USE]
    if not draft.settings["pod_labels"]:
        del draft.settings["pod_labels"]


def _roles(draft: Draft, workload: Workload, metadata: Metadata) -> list[dict[str, Any]]:
    found = []
    for binding, role in workload.bindings:
        prefix = f"{draft.slug}-"
        short = (
            role.name.removeprefix(prefix) if role.name.startswith(prefix) else dns_label(role.name.replace(":", "-"))
        )
        default = f"{prefix}{short}"
        entry = {"name": short, "rules": role.data.get("rules")}
        if role.name != default:
            entry["object_name"] = role.name
        if binding.name != default:
            entry["binding_name"] = binding.name
        found.append(entry)
        for item in (binding, role):
            metadata.dropped(item)
        for index, subject in enumerate(mappings(binding.data.get("subjects"))):
            if subject.get("name") != account_name(workload.pod):
                draft.leave_out(Place(binding, ("subjects", index)), "a Role of a bundle is for its own pods alone")
    return found


def _is_policy_role(role: dict[str, Any], policy: SecurityPolicy) -> bool:
    """Tell whether the policy defines just this role."""
    known = policy.rbac_roles.get(role["name"])
    return known is not None and role.keys() == {"name", "rules"} and known.rules == role["rules"]
