"""Resources in Azure are encrypted, closed, recoverable and watched, whichever back end makes them."""

from collections.abc import Iterator
from typing import Any

from foundation.model.findings import Finding
from foundation.model.infrastructure.networks import ADDRESSES, RANGES
from foundation.model.infrastructure.plan import Value, camel
from foundation.model.policy.infrastructure import InfrastructurePolicy
from plugins.k8s_validator.infrastructure.described import Described
from plugins.k8s_validator.infrastructure.reading import readable, values_file
from plugins.k8s_validator.infrastructure.secure import insecure, without_logs
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for folder, described in readable(subject):
        for file, place, message in (*insecure(described), *without_logs(folder, described)):
            finding = subject.finding(check, message, file=f"{folder}{file}")
            yield finding.model_copy(update={"path": place})
        yield from _open(check, subject, folder, described)


def _open(check: Check, subject: Subject, folder: str, described: Described) -> Iterator[Finding]:
    for environment, values in described.values.items():
        for name, expected in _expected(environment, values, subject.policy.infrastructure):
            if values.get(name) != expected:
                message = f"{name} of {environment} must be {expected}, not {values.get(name)}"
                finding = subject.finding(check, message, file=values_file(folder, environment))
                yield finding.model_copy(update={"path": name, "environment": environment})


def _expected(environment: str, values: dict[str, Any], policy: InfrastructurePolicy) -> Iterator[tuple[str, Value]]:
    """Yield what the policy makes of the network of an environment: closed, or open to whom it names."""
    network = policy.network_of(environment)
    if environment not in policy.public_network:
        yield "publicNetworkAccess", "Disabled"
    if environment not in policy.public_network or network.addresses:
        yield "networkDefaultAction", "Deny"
    for key, allowed in ((ADDRESSES, network.addresses), (RANGES, network.ranges)):
        if camel(key) in values:
            yield camel(key), [*allowed]


CHECK = Check(
    code="infrastructure-secure",
    severity="error",
    title="Azure resources take TLS 1.2 and no keys, are closed to the public network but where and to whom the policy "
    "opens it, keep what is deleted, and send their logs.",
    remedy="Mend the infrastructure template, or the policy's infrastructure.yaml.",
    references=(
        "Microsoft cloud security benchmark: NS-2, IM-1, DP-3, DP-8, LT-3",
        "CKV_AZURE_3, 42, 44, 109, 110, 190",
    ),
    run=_run,
)
