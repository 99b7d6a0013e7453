"""Limits are not far above requests, so that nodes are not promised many times over."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.objects.pods import PLANNED, WORKLOADS
from plugins.k8s_validator.objects.quantities import amount, resource
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import finding_of
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    policy = subject.policy.resources
    allowed = {"cpu": policy.cpu_request_to_limit, "memory": policy.memory_request_to_limit}
    for container in subject.containers:
        if container.role not in PLANNED:
            continue
        for name, ratio in allowed.items():
            request = amount(resource(container, "requests", name))
            limit = amount(resource(container, "limits", name))
            if request and limit and limit > request * ratio:
                message = f"the {name} limit is {limit / request:.3g} times the request; {ratio:g} are allowed"
                yield finding_of(check, subject, container.fault(message, "resources", "limits", name))


CHECK = Check(
    code="request-limit-ratio",
    severity="error",
    title="A limit is at most the policy's multiple of its request.",
    remedy="Raise the request, or lower the limit.",
    references=("mission: request to limit ratio 1:2", "Polaris cpuRequestsMissing"),
    run=_run,
    kinds=WORKLOADS,
    decided_by=("resources",),
)
