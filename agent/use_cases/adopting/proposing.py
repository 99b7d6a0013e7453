"""Exceptions that are ready to be allowed: one for each rule that an object breaks."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding
from foundation.model.flags import Flag
from foundation.model.policy.waivers import Waiver
from plugins.k8s_validator.rules.checks import CHECKS

#: Days that an exception holds where nobody says how long: long enough to mend what it is from.
_DAYS = 90
_LONGEST_REASON = 500
_ANY_DIGEST = "-*"


class Terms(FrozenModel):
    """On whose word exceptions are made, and until when.

    Attributes:
        approver: who allows them; empty leaves it to be filled in.
        expires: the last day on which they hold, such as 2027-06-30.
    """

    approver: str
    expires: str


def terms(approver: str | None, expires: str | None, today: date) -> Terms:
    """Return on whose word exceptions are made, and until when.

    Args:
        approver: who allows them; ``None`` leaves it to be filled in.
        expires: the last day; ``None`` for 90 days.
        today: the day that it is.

    Raises:
        InputError: one of them cannot be.
    """
    found = Terms(approver=approver or "", expires=expires or (today + timedelta(days=_DAYS)).isoformat())
    tried = {"check": "x", "reason": "to be tried", "approver": approver or "nobody", "expires": found.expires}
    try:
        Waiver.model_validate(tried)
    except ValidationError as error:
        raise InputError(*(_wrong(str(detail["loc"][0])) for detail in error.errors())) from None
    return found


def _wrong(field: str) -> Problem:
    remedies = {"expires": "Write a day, such as 2027-06-30.", "approver": "Write a name of 2 to 200 characters."}
    flag = Flag.EXPIRES if field == "expires" else Flag.APPROVER
    return Problem(
        code="wrong-value", message=f"the value of {flag.bare} is not allowed", remedy=remedies[field], file=flag
    )


def proposed(findings: Iterable[Finding], wanted: Terms) -> list[dict[str, Any]]:
    """Return an exception for each rule that an object breaks and that exceptions can be made from.

    Args:
        findings: what the gate found.
        wanted: on whose word, and until when.

    Returns:
        The exceptions as plain data, in the order of the findings; without an approver it is null, and no bundle with
        them compiles.
    """
    found: dict[tuple[str, str | None], dict[str, Any]] = {}
    for finding in findings:
        check = CHECKS.get(finding.code)
        if finding.severity != "error" or check is None or not check.waivable:
            continue
        name = _named(finding.object)
        found.setdefault((finding.code, name), _entry(finding, name, wanted))
    return list(found.values())


def _named(title: str | None) -> str | None:
    """Return the object that an exception is for; the name of a Job ends otherwise when it runs something else."""
    kind, _, name = (title or "").partition("/")
    if kind == "Job" and "-" in name:
        return f"{kind}/{name.rpartition('-')[0]}{_ANY_DIGEST}"
    return title or None


def _entry(finding: Finding, name: str | None, wanted: Terms) -> dict[str, Any]:
    reason = f"It is so today and was brought in as it is: {finding.message}"
    return {
        "check": finding.code,
        **({"object": name} if name else {}),
        "reason": reason[:_LONGEST_REASON],
        "approver": wanted.approver or None,
        "expires": wanted.expires,
    }
