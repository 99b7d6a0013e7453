"""What a model remarked about manifests that the gate has passed."""

from foundation.model.base import FrozenModel
from foundation.model.findings import Finding


class Review(FrozenModel):
    """Advice; nothing in it can pass or block anything.

    Attributes:
        findings: findings, all of the severity advice.
    """

    findings: list[Finding] = []
