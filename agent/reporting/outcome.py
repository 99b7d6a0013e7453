"""What became of the validation of one thing, ready to be written in any format."""

from collections.abc import Callable
from dataclasses import dataclass, field

from foundation.model.errors import Fault, Problem
from foundation.model.findings import Finding, Report
from foundation.model.run.verdict import ValidationResult, error_lines


@dataclass(frozen=True)
class Outcome:
    """One validated thing.

    Attributes:
        source: the path as the user gave it, or the component of a bundle.
        report: the gate's report; ``None`` if it did not come to one.
        problems: why it did not.
        fault: whose fault it is that it did not pass, if it did not.
        trace_id: trace of what was validated.
        component: component of what was validated.
        known: findings that the baseline holds; they are not among the report's.
    """

    source: str
    report: Report | None
    problems: tuple[Problem, ...] = ()
    fault: Fault | None = None
    trace_id: str | None = None
    component: str | None = None
    known: tuple[Finding, ...] = field(default=())

    @property
    def passed(self) -> bool:
        """Tell whether nothing blocks."""
        return not self.problems and self.report is not None and self.report.passed

    @property
    def findings(self) -> list[Finding]:
        """What was found and is not in the baseline."""
        return self.report.findings if self.report else []

    def result(self, timestamp: str) -> ValidationResult:
        """Return the verdict in the specification's form.

        Args:
            timestamp: UTC time, ISO 8601.
        """
        return ValidationResult(
            trace_id=self.trace_id,
            component=self.component,
            status="passed" if self.passed else "failed",
            errors=error_lines(self.report.errors if self.report else [], list(self.problems)),
            timestamp=timestamp,
        )


#: Writes outcomes as text; the second argument is the time, UTC, ISO 8601.
Format = Callable[[list[Outcome], str], str]
