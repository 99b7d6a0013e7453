"""What a model remarked about manifests that the gate has passed."""

from agent.model.base import FrozenModel
from agent.model.findings import Finding


class Review(FrozenModel):
    """Advice; nothing in it can pass or block anything.

    Attributes:
        findings: findings, all of the severity advice.
    """

    findings: list[Finding] = []
