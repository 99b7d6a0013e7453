"""What makes a finding the same finding tomorrow: everything but its line and the words of its remedy."""

from foundation.model.findings import Finding
from foundation.model.run.artifacts import sha256


def identity(finding: Finding) -> dict[str, str]:
    """Return the parts that identify a finding, without those that it has not."""
    parts = {
        "code": finding.code,
        "file": finding.file,
        "environment": finding.environment,
        "object": finding.object,
        "path": finding.path,
        "message": finding.message,
    }
    return {name: value for name, value in parts.items() if value is not None}


def fingerprint(parts: dict[str, str]) -> str:
    """Return a digest of a finding's identity."""
    return sha256("\0".join(f"{name}={value}" for name, value in sorted(parts.items())).encode(errors="replace"))
