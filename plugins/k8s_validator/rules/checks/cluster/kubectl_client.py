"""``kubectl apply --dry-run=client`` accepts the manifests, where the settings ask for it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foundation.model.findings import Finding
from foundation.model.flags import Flag
from plugins.k8s_validator.objects.resources import CLUSTER_KINDS, plural
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.subject import Subject

if TYPE_CHECKING:
    from foundation.kubectl.discovery import Resource


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if not subject.setup.kubectl.client:
        raise NothingToCheck(f"off; {Flag.KUBECTL} or INFRA_ENGINEER_KUBECTL_DRY_RUN=true runs it")
    # Imported here: most runs ask for none.
    from foundation.kubectl.dry_run import client_dry_run
    from plugins.k8s_validator.rules.dry_runs import executable, findings, manifests

    files = manifests(subject)
    refusals = client_dry_run(executable(subject), files, _kinds(subject), subject.setup.kube_version)
    yield from findings(check, subject, refusals)


def _kinds(subject: Subject) -> "list[Resource]":
    """Return the kinds of the objects that the target version has; kubectl refuses the others."""
    from foundation.kubectl.discovery import Resource

    found = sorted({(str(item.data.get("apiVersion", "")), item.kind) for item in subject.objects})
    resources = []
    for api_version, kind in found:
        if subject.setup.schemas.validator(api_version, kind) is not None:
            group, slash, version = api_version.rpartition("/")
            resources.append(Resource(group if slash else "", version, kind, plural(kind), kind not in CLUSTER_KINDS))
    return resources


CHECK = Check(
    code="kubectl-client",
    severity="error",
    title="kubectl apply --dry-run=client accepts every manifest.",
    remedy="Mend what kubectl names.",
    references=("mission: kubectl apply --dry-run=client must succeed",),
    run=_run,
)
