"""``finding``: the gate, or a check around it, reports a finding."""

from pydantic import Field

from agent.evaluation.assertions.gate import examined
from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome
from foundation.model.base import FrozenModel
from foundation.model.findings import Finding


class Sought(FrozenModel):
    """A finding by what it says."""

    code: str = Field(min_length=1, description="Its code.")
    object: str | None = Field(default=None, description="Kind and name of its object, as in Deployment/ping.")
    contains: str | None = Field(default=None, description="Text in its path, message or remedy.")
    max: int | None = Field(default=None, ge=1, description="Most findings of this kind.")

    def fits(self, finding: Finding) -> bool:
        """Tell whether a finding is one of these."""
        text = " ".join((finding.path or "", finding.message, finding.remedy))
        return (
            finding.code == self.code
            and self.object in (None, finding.object)
            and (self.contains is None or self.contains in text)
        )


def _check(wanted: str | Sought, outcome: Outcome) -> str | None:
    sought = Sought(code=wanted) if isinstance(wanted, str) else wanted
    findings = examined(outcome).findings
    count = sum(sought.fits(finding) for finding in findings)
    if count == 0:
        known = sorted({finding.code for finding in findings})
        return f"there is no such finding {sought.code}; there is: {', '.join(known) or 'none'}"
    return None if sought.max is None or count <= sought.max else f"there are {count} findings {sought.code}"


KIND = AssertionKind("finding", str | Sought, "There is a finding with this code, or one that says this.", _check)
