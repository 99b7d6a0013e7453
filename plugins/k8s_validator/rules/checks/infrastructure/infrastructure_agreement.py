"""Infrastructure and manifests mean the same identity, vault and secrets."""

from collections.abc import Iterator
from typing import Any

from foundation.model.expressions import expression
from foundation.model.findings import Finding
from foundation.model.infrastructure.naming import federated_subject
from plugins.k8s_validator.infrastructure.reading import readable, values_file
from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.objects.values import mapping, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject

_CLIENT_ID = "azure.workload.identity/client-id"
_OBJECT_NAME = expression(r"objectName: *[\"']?([0-9A-Za-z-]+)")
#: Label of pods that use an identity.
_USE = "azure.workload.identity/use"


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for folder, described in readable(subject):
        for environment in sorted(set(subject.environments.values()) - described.values.keys()):
            yield subject.finding(check, f"nothing is described for {environment}", file=folder)
        for environment, values in described.values.items():
            yield from _subject(check, subject, folder, environment, values)
            yield from _vaults(check, subject, folder, environment, values)
    yield from _client_ids(check, subject)


def _subject(
    check: Check, subject: Subject, folder: str, environment: str, values: dict[str, Any]
) -> Iterator[Finding]:
    """The identity trusts the account of the pods that use one, and that account is there by this name."""
    if "federatedSubject" not in values:
        return
    trusted = values["federatedSubject"]
    pods = [pod for pod in subject.pods if _in(pod.object, environment) and _USE in mapping(pod.labels)]
    for pod in pods:
        account = federated_subject(pod.object.namespace, text(pod.spec.get("serviceAccountName")) or "default")
        if account != trusted:
            message = f"{folder} trusts {trusted} in {environment}, and the pods are {account}"
            yield subject.finding(check, message, object=pod.object)
    if not pods:
        yield _of(check, subject, folder, environment, f"{trusted} is trusted in {environment}, and no pod uses it")
    for own in [item for item in subject.of_kind("ServiceAccount") if _in(item, environment)]:
        named = federated_subject(own.namespace, own.name)
        if _CLIENT_ID in mapping(own.metadata.get("annotations")) and named != trusted:
            message = f"{folder} trusts {trusted} in {environment}, and the account is {named}"
            yield subject.finding(check, message, object=own, path=("metadata", "name"))


def _vaults(check: Check, subject: Subject, folder: str, environment: str, values: dict[str, Any]) -> Iterator[Finding]:
    if "vaultName" not in values:
        return
    read: set[str] = set()
    for item in _classes(subject, environment):
        parameters = mapping(item.spec.get("parameters"))
        if parameters.get("keyvaultName") != values["vaultName"]:
            message = f"{folder} makes the vault {values['vaultName']} in {environment}"
            yield subject.finding(check, message, object=item, path=("spec", "parameters", "keyvaultName"))
        read |= set(_OBJECT_NAME.findall(str(parameters.get("objects"))))
    if read != set(values.get("vaultSecrets", [])):
        message = f"{environment} reads the secrets {', '.join(sorted(read)) or 'none'} of the vault"
        yield _of(check, subject, folder, environment, f"{message}, and vaultSecrets names others")


def _client_ids(check: Check, subject: Subject) -> Iterator[Finding]:
    """Whoever reads the vault is who the pods are, and who the bundle says."""
    for account in subject.of_kind("ServiceAccount"):
        client_id = mapping(account.metadata.get("annotations")).get(_CLIENT_ID)
        said = _said(subject, account.environment)
        if client_id is not None and said is not None and client_id != said:
            message = f"the client id of {account.environment} is {said}, not {client_id}"
            yield subject.finding(check, message, object=account, path=("metadata", "annotations", _CLIENT_ID))
        for item in _classes(subject, account.environment) if client_id is not None else ():
            found = mapping(item.spec.get("parameters")).get("clientID")
            if found != client_id:
                message = f"the vault is read as {found}, and the pods are {client_id}"
                yield subject.finding(check, message, object=item, path=("spec", "parameters", "clientID"))


def _said(subject: Subject, environment: str | None) -> str | None:
    """Return the client id that the settings of an environment come to, if they are at hand."""
    for known in subject.effective.environments if subject.effective is not None else ():
        profile = known.settings.security_profile
        if known.name == environment and profile is not None and profile.identity is not None:
            return profile.identity.client_id
    return None


def _classes(subject: Subject, environment: str | None) -> list[KubernetesObject]:
    return [item for item in subject.of_kind("SecretProviderClass") if item.environment == environment]


def _in(item: KubernetesObject, environment: str) -> bool:
    return item.environment == environment


def _of(check: Check, subject: Subject, folder: str, environment: str, message: str) -> Finding:
    file = values_file(folder, environment)
    return subject.finding(check, message, file=file).model_copy(update={"environment": environment})


CHECK = Check(
    code="infrastructure-agreement",
    severity="error",
    title="The account that an identity trusts, its client id, vault and secrets are those of the manifests.",
    remedy="Mend what resources, key_vault, secrets or security_profile.identity say, or generate again.",
    references=("Azure Workload Identity: federated identity credential", "Secrets Store CSI driver: Azure provider"),
    run=_run,
)
