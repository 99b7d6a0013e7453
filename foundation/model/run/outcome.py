"""What became of a validation, ready to be written in any format."""

from foundation.model.base import FrozenModel
from foundation.model.errors import AgentError, Fault, InputError, Problem
from foundation.model.findings import Finding, Report, Severity
from foundation.model.run.verdict import ValidationResult, error_lines


class Outcome(FrozenModel):
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
    report: Report | None = None
    problems: tuple[Problem, ...] = ()
    fault: Fault | None = None
    trace_id: str | None = None
    component: str | None = None
    known: tuple[Finding, ...] = ()

    @classmethod
    def of_error(cls, source: str, error: AgentError) -> "Outcome":
        """Return the outcome of what did not come to a report."""
        return cls(source=source, problems=tuple(error.problems), fault=error.fault)

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


class RuleDescription(FrozenModel):
    """What a rule wants, for formats that list the rules.

    Attributes:
        code: its stable kebab-case code.
        severity: severity of its findings, if no profile sets another.
        title: what it wants, in one sentence.
        remedy: how to mend what it finds, in one sentence.
        references: where it comes from.
    """

    code: str
    severity: Severity
    title: str
    remedy: str
    references: tuple[str, ...]


class Validation(FrozenModel):
    """Everything that came of a command to validate.

    Attributes:
        outcomes: what became of each thing.
        rules: the rules that there are.
        timestamp: when it was; UTC, ISO 8601.
        baseline: number of findings that were written to the baseline; ``None`` if it was not to be written.
    """

    outcomes: list[Outcome]
    rules: list[RuleDescription]
    timestamp: str
    baseline: int | None = None


class NotValidatedError(InputError):
    """What a command named is wrong, so nothing of it was validated.

    Args:
        error: everything that is wrong.
        validation: the same as the outcome of a validation, for whoever reads those.
    """

    def __init__(self, error: InputError, validation: Validation) -> None:
        super().__init__(*error.problems)
        self.failure = error.failure
        self.validation = validation
