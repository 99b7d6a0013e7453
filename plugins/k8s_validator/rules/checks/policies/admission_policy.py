"""The policies of the policy folder hold: ValidatingAdmissionPolicy, and the short form WorkloadPolicy."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.rules.decisive import MOUNTS, PODS, PORTS, TRAFFIC
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if not subject.setup.policies.admission:
        raise NothingToCheck("the policy folder has no admission policies")
    # Imported here: the CEL library takes time to load, and most folders hold no policy.
    from plugins.k8s_validator.admission.evaluating import evaluate
    from plugins.k8s_validator.admission.loading import load_policies
    from plugins.k8s_validator.admission.workloads import evaluate_workloads

    policies = load_policies(subject.setup.policies.admission)
    yield from policies.notes
    yield from evaluate(policies, subject, check)
    yield from evaluate_workloads(policies.workload_policies, subject, check)


CHECK = Check(
    code="admission-policy",
    severity="error",
    title="The admission policies of the policy folder hold (ValidatingAdmissionPolicy, WorkloadPolicy).",
    remedy="Change the object so that the policy holds.",
    references=(
        "Kubernetes: Validating Admission Policy",
        "mission: custom policy validators (forbidden ports, mandatory labels, RuntimeClass)",
    ),
    run=_run,
    decided_by=(*PODS, *PORTS, *MOUNTS, *TRAFFIC),
)
