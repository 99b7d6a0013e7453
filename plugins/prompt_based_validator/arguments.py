"""The values of the review prompt."""

from collections.abc import Sequence
from typing import Any

from foundation.model.findings import Finding
from foundation.model.policy.platform import PlatformPolicy

#: Parts of the policy that manifests can be held against.
_STANDARDS = ("replicas", "ingress", "availability", "mandatory_labels", "mandatory_annotations")


def review_values(
    component: str, environment: str, manifests: Sequence[str], findings: Sequence[Finding], policy: PlatformPolicy
) -> dict[str, Any]:
    """Return the values for the manifests of one environment.

    Args:
        component: the component's name.
        environment: the environment's.
        manifests: text of each manifest.
        findings: what the gate found, in all environments.
        policy: the platform policy.
    """
    return {
        "component_name": component,
        "target_environment": environment,
        "standards": policy.model_dump(mode="json", by_alias=True, exclude_none=True, include=set(_STANDARDS)),
        "gate_findings": _known(findings, environment),
        "manifests": "---\n".join(manifests),
    }


def _known(findings: Sequence[Finding], environment: str) -> str:
    lines = [
        f"{finding.severity} {finding.code}: {finding.message}".replace("\n", " ")
        for finding in findings
        if finding.environment in (None, environment)
    ]
    return "\n".join(lines) or "none"
