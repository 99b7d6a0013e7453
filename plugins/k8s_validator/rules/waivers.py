"""Waivers: exceptions to rules, what they let pass, and what is said of those that are over or not needed.

In bundles, policy folders, reports and codes they keep the word of the mission: exception.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.errors import InputError, Problem
from foundation.model.findings import AppliedWaiver, Finding
from foundation.model.flags import Flag
from foundation.model.names import nearest
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.policy.waivers import Waiver
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.rules.checks import CHECKS
from plugins.k8s_validator.subject.subject import Subject

EXPIRED, UNUSED = "exception-expired", "exception-unused"
#: Where an exception is that stands in no file of the policies.
IN_BUNDLE = "bundle"


@dataclass
class PlacedWaiver:
    """An exception, where it comes from and what it let pass.

    Attributes:
        exception: the exception.
        file: its file, if it is in one.
        line: its line there.
        environments: environments that it is for; empty means all.
        own: whether it was made for exactly what is validated, so that it should be needed.
        settled: whether it holds whatever day it is, because it held when what is validated was made.
        used: findings that it let pass.
    """

    exception: Waiver
    file: str | None
    line: int | None
    environments: set[str] = field(default_factory=set)
    own: bool = True
    settled: bool = False
    used: list[Finding] = field(default_factory=list)

    @property
    def source(self) -> str:
        """Where it comes from, for people."""
        where = IN_BUNDLE if self.file is None else self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where} ({', '.join(sorted(self.environments))})" if self.environments else where

    def covers(self, finding: Finding) -> bool:
        """Tell whether the exception is about a finding."""
        wanted = self.exception
        return (
            wanted.check == finding.code
            and (not self.environments or finding.environment in self.environments)
            and (wanted.object is None or fnmatchcase(finding.object or "", wanted.object))
        )


def waivers_of(subject: Subject) -> list[PlacedWaiver]:
    """Return the exceptions of the policy and of the component, or of the recorded run.

    Raises:
        InputError: one names an unknown rule, or a rule that nobody is excepted from.
    """
    of_policy = _of_policy(subject.policy, subject.effective is None)
    return _required([*_of_record(subject), *of_policy, *_of_component(subject.effective)])


def require_waivable(policy: PlatformPolicy) -> None:
    """Make sure that the policy's exceptions are from rules that exceptions can be made from.

    Raises:
        InputError: with every one that is not.
    """
    _required(list(_of_policy(policy, own=True)))


def _required(waivers: list[PlacedWaiver]) -> list[PlacedWaiver]:
    problems = [problem for waiver in waivers if (problem := _mistake(waiver)) is not None]
    if problems:
        raise InputError(*problems)
    return waivers


def _of_policy(policy: PlatformPolicy, own: bool) -> Iterator[PlacedWaiver]:
    source = policy.exceptions.source
    for index, exception in enumerate(policy.exceptions.exceptions):
        line = source.lines.get(f"policy_exceptions[{index}]", (None,))[0]
        yield PlacedWaiver(exception, source.file, line, own=own)


def _of_component(effective: EffectiveComponent | None) -> list[PlacedWaiver]:
    """Return the bundle's exceptions; one that holds in several environments is one."""
    found: list[PlacedWaiver] = []
    for environment in effective.environments if effective else []:
        for exception in environment.settings.policy_exceptions or []:
            known = next((waiver for waiver in found if waiver.exception == exception), None)
            if known is None:
                known = PlacedWaiver(exception, None, None)
                found.append(known)
            known.environments.add(environment.name)
    return found


def _of_record(subject: Subject) -> Iterator[PlacedWaiver]:
    """Yield what a recorded run was granted; environments stand in its report behind the place, in brackets."""
    for applied in subject.exceptions:
        file, _, rest = applied.source.partition(" (")
        environments = set(rest.removesuffix(")").split(", ")) if rest else set()
        place = None if file == IN_BUNDLE else file
        yield PlacedWaiver(applied.exception, place, None, environments, own=False, settled=subject.exceptions_hold)


def _mistake(waiver: PlacedWaiver) -> Problem | None:
    code = waiver.exception.check
    if code in CHECKS and CHECKS[code].waivable:
        return None
    close = nearest(code, [name for name, check in CHECKS.items() if check.waivable])
    unknown = code not in CHECKS
    return Problem(
        code="exception-rule-unknown" if unknown else "exception-refused",
        message=f"there is no rule {code!r}" if unknown else f"no exception can be made from the rule {code}",
        remedy=f"Did you mean {close}?" if unknown and close else f"`validate {Flag.LIST}` shows the rules.",
        file=waiver.file,
        line=waiver.line,
        path="policy_exceptions",
    )


def settle(subject: Subject, waivers: list[PlacedWaiver], findings: list[Finding]) -> list[Finding]:
    """Return the findings that nobody is excepted from; each waiver notes those that it let pass."""
    valid = [waiver for waiver in waivers if not is_expired(waiver, subject)]
    kept: list[Finding] = []
    for finding in findings:
        waiver = next((one for one in valid if one.covers(finding)), None)
        (kept if waiver is None else waiver.used).append(finding)
    return kept


def is_expired(waiver: PlacedWaiver, subject: Subject) -> bool:
    """Tell whether an exception is over; without a clock none holds that has to be held against a day."""
    if waiver.settled:
        return False
    return subject.setup.today is None or subject.setup.today.isoformat() > waiver.exception.expires


def applied(subject: Subject, waivers: list[PlacedWaiver]) -> list[AppliedWaiver]:
    """Return the exceptions as the report shows them."""
    return [
        AppliedWaiver(
            exception=waiver.exception,
            source=waiver.source,
            status="expired" if is_expired(waiver, subject) else "used" if waiver.used else "unused",
            findings=waiver.used,
        )
        for waiver in waivers
    ]


def look_at_waivers(check: Check, subject: Subject, waivers: list[PlacedWaiver]) -> list[Finding]:
    """Run one of the two rules about the exceptions themselves.

    Raises:
        NothingToCheck: there are none.
    """
    if not waivers:
        raise NothingToCheck("there are no exceptions")
    return [_finding(check, waiver) for waiver in waivers if _is_wrong(check, waiver, subject)]


def _is_wrong(check: Check, waiver: PlacedWaiver, subject: Subject) -> bool:
    expired = is_expired(waiver, subject)
    return expired if check.code == EXPIRED else not expired and waiver.own and not waiver.used


def _finding(check: Check, waiver: PlacedWaiver) -> Finding:
    wanted = waiver.exception
    what = f"the exception from {wanted.check}" + (f" for {wanted.object}" if wanted.object else "")
    end = f"ended on {wanted.expires}" if check.code == EXPIRED else "lets nothing pass"
    return Finding(
        code=check.code,
        severity=check.severity,
        message=f"{what}, approved by {wanted.approver}, {end}",
        remedy=check.remedy,
        file=waiver.file,
        line=waiver.line,
        path="policy_exceptions",
    )
