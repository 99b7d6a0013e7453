"""``kubectl apply --dry-run=server`` accepts the manifests, where a cluster is named."""

from collections.abc import Iterator

from foundation.kubectl.dry_run import server_dry_run
from foundation.model.findings import Finding
from foundation.model.flags import Flag
from plugins.k8s_validator.rules.check import Check, SkipCheck
from plugins.k8s_validator.rules.dry_runs import executable, findings, manifests
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if not subject.setup.kubectl.kubeconfig:
        raise SkipCheck(f"no cluster is named; {Flag.KUBECONFIG} or INFRA_ENGINEER_KUBECONFIG names one")
    refusals = server_dry_run(executable(subject), manifests(subject), subject.setup.kubectl.kubeconfig)
    yield from findings(check, subject, refusals)


CHECK = Check(
    code="kubectl-server",
    severity="error",
    title="kubectl apply --dry-run=server accepts every manifest in the named cluster.",
    remedy="Mend what the cluster names.",
    references=("Kubernetes: server-side dry run",),
    run=_run,
)
