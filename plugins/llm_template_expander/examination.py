"""What the expander asks of the rest of the pipeline: would this pass?"""

from typing import Protocol

from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle
from foundation.model.chart.templates import TemplateSet
from foundation.model.findings import Finding


class Rehearsed(FrozenModel):
    """What became of templates in a run that saves nothing.

    Attributes:
        findings: what the steps and the gate found.
        manifests: text of each manifest by path; nothing if the run did not come so far.
        digest: digest of all files, likewise.
    """

    findings: list[Finding]
    manifests: dict[str, str] = {}
    digest: str | None = None

    @property
    def passed(self) -> bool:
        """Tell whether the gate passed it."""
        return self.digest is not None and not any(finding.severity == "error" for finding in self.findings)


class Rehearsal(Protocol):
    """Runs every step of a component but saving, with templates that are given."""

    async def __call__(self, bundle: Bundle, templates: TemplateSet) -> Rehearsed:
        """Return what would come of it; nothing is raised for what the templates or the bundle do wrong."""
