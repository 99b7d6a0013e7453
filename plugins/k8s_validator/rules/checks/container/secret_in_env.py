"""Secrets are files, not environment variables."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.objects.values import mapping, mappings, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    for index, variable in mappings(container.data.get("env")):
        if "secretKeyRef" in mapping(variable.get("valueFrom")):
            message = f"the variable {quoted(variable.get('name'))} is filled from a Secret"
            yield container.fault(message, "env", index, "valueFrom", "secretKeyRef")
    for index, source in mappings(container.data.get("envFrom")):
        if "secretRef" in source:
            yield container.fault("a whole Secret is read as variables", "envFrom", index, "secretRef")


CHECK = Check(
    code="secret-in-env",
    severity="advice",
    title="Secrets are mounted as files.",
    remedy="Mount the Secret: variables are inherited by child processes and end up in dumps and logs.",
    references=(
        "CIS 5.4.1",
        "kube-linter read-secret-from-env-var",
        "Checkov CKV_K8S_35",
        "Kyverno secrets-not-from-env-vars",
    ),
    run=each_container(_look),
    kinds=WORKLOADS,
)
