"""``kubectl apply --dry-run=server`` accepts the manifests, where a cluster is named."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.model.flags import Flag
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if not subject.setup.kubectl.kubeconfig:
        raise NothingToCheck(f"no cluster is named; {Flag.KUBECONFIG} or INFRA_ENGINEER_KUBECONFIG names one")
    # Imported here: most runs name none.
    from plugins.k8s_validator.rules.server_judgement import judged

    yield from judged(check, subject)


CHECK = Check(
    code="kubectl-server",
    severity="error",
    title="kubectl apply --dry-run=server accepts every manifest in the named cluster.",
    remedy="Mend what the cluster names.",
    references=("Kubernetes: server-side dry run",),
    run=_run,
)
