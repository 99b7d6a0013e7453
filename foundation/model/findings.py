"""What the gate found, and the report that says which bytes it looked at."""

from functools import lru_cache
from typing import Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from foundation.model.base import FrozenModel
from foundation.model.errors import Problem, Said
from foundation.model.policy.waivers import Waiver

Severity = Literal["error", "warning", "advice"]
CheckStatus = Literal["passed", "failed", "skipped"]
#: From what blocks to what does not matter much.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")


def weaker(severity: Severity, *limits: Severity) -> Severity:
    """Return a severity, or the weakest of its limits where one is weaker."""
    return max(severity, *limits, key=SEVERITIES.index) if limits else severity


class Cause(FrozenModel):
    """What decided the value that a finding is about.

    Attributes:
        file: the bundle's file.
        line: one-based line there: the value's, or the component's where the bundle does not give the value.
        column: one-based column.
        path: dotted path of that place in the bundle.
        given_by: what gives the value instead of the bundle's text: a file of the platform, or ``--set``.
        layer: the platform's layer that it comes from, such as ``profile prod``.
    """

    file: Said
    line: int | None = None
    column: int | None = None
    path: Said | None = None
    given_by: Said | None = None
    layer: str | None = None


class Finding(FrozenModel):
    """One observation of a check.

    Attributes:
        code: the check's stable kebab-case code.
        severity: ``error`` blocks; ``warning`` and ``advice`` do not.
        message: what was seen, in one sentence.
        remedy: how to mend it.
        file: artifact or input file, relative.
        line: one-based line, if known.
        object: ``Kind/name`` of the object, if any.
        path: dotted path inside the object or the bundle.
        environment: environment it was seen in, if it matters.
        cause: what in the bundle caused it. It is known when a run has ended, and in no artifact: those do not depend
            on how the bundle's file is called and where its lines stand.
    """

    code: str
    severity: Severity
    message: Said
    remedy: Said
    file: Said | None = None
    line: int | None = None
    object: Said | None = None
    path: Said | None = None
    environment: str | None = None
    cause: Cause | None = None

    @classmethod
    def of(cls, problem: Problem, severity: Severity = "error") -> "Finding":
        """Return a problem as something that a check found.

        Args:
            problem: the problem; a finding has no column.
            severity: whether it blocks.
        """
        return cls(
            code=problem.code,
            severity=severity,
            message=problem.message,
            remedy=problem.remedy,
            file=problem.file,
            line=problem.line,
            path=problem.path or None,
        )

    @property
    def problem(self) -> Problem:
        """Return it as the problem of a failure, at the place that caused it."""
        return Problem(
            code=self.code,
            message=self.message,
            remedy=self.remedy,
            file=self.cause.file if self.cause else self.file or "bundle",
            line=self.cause.line if self.cause else self.line,
            column=self.cause.column if self.cause else None,
            path=self.made or self.path,
        )

    @property
    def made(self) -> str | None:
        """Return what of the output it is about: an object and a path in it, or a file that holds no object."""
        if self.object is None and self.cause is not None and self.file is not None:
            return ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return " ".join(part for part in (self.object, self.path) if part) if self.object else None


class CheckResult(FrozenModel):
    """What became of one check: ``skipped`` always carries its reason.

    A check that passed on all that it could look at, but could not look at everything, is ``skipped`` as well.
    """

    code: str
    status: CheckStatus
    reason: str | None = None
    #: Whether it was skipped because there was nothing for it, or nobody has switched it on; a check that was to look
    #: at something and could not is not idle. It is in no artifact: there the reason says it.
    idle: SkipJsonSchema[bool] = Field(default=False, exclude=True)


@lru_cache(maxsize=1024)
def check_result(code: str, status: CheckStatus, reason: str | None = None, idle: bool = False) -> CheckResult:
    """Return what became of a check; reports have most of it in common, so that equal results are one object.

    Args:
        code: the check's code.
        status: what became of it.
        reason: why it was skipped.
        idle: whether there was nothing for it.
    """
    return CheckResult(code=code, status=status, reason=reason, idle=idle)


class AppliedWaiver(FrozenModel):
    """An exception to a rule, and what came of it.

    Attributes:
        exception: the exception.
        source: file and line, or the part of the bundle, that it comes from.
        status: ``used`` if it let something pass.
        findings: what it let pass.
    """

    exception: Waiver
    source: str
    status: Literal["used", "unused", "expired"]
    findings: list[Finding] = []


class Report(FrozenModel):
    """The gate's verdict on one exact set of bytes.

    Attributes:
        digest: digest of the artifacts that were looked at (``ArtifactSet.digest``).
        kube_version: Kubernetes version whose schemas were used, such as ``1.32``.
        profile: which rules held.
        schemas: digest of the schemas of custom resources that the caller gave, if any.
        checks: every registered check in the registry's order.
        findings: everything seen, sorted.
        exceptions: what was allowed to pass, why and until when.
    """

    digest: str
    kube_version: str
    profile: str = "platform"
    schemas: str | None = None
    checks: list[CheckResult] = Field(default=[])
    findings: list[Finding] = Field(default=[])
    exceptions: list[AppliedWaiver] = Field(default=[])

    @property
    def passed(self) -> bool:
        """Tell whether nothing blocks."""
        return not any(finding.severity == "error" for finding in self.findings)

    @property
    def errors(self) -> list[Finding]:
        """Return the findings that block."""
        return [finding for finding in self.findings if finding.severity == "error"]
