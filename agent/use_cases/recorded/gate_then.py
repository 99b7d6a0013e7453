"""How the gate of today differs from the one that let recorded artifacts pass, as far as its report tells."""

from foundation.model.findings import Finding, Report
from foundation.model.flags import Flag

_NOT_HELD = "not in the profile"


def differences(then: Report, now: Report) -> list[Finding]:
    """Return what is to be known of the policies of a rollback; nothing, if no difference shows.

    The record holds no digest of its policies. Which rules held, under which profile, version and schemas, stands in
    its report; how severe they were and what they were told does not.

    Args:
        then: the report of the recorded run.
        now: the report of the rollback.
    """
    since, gone = sorted(_held(now) - _held(then)), sorted(_held(then) - _held(now))
    told = [
        *([f"the profile was {then.profile} and is {now.profile}"] if then.profile != now.profile else []),
        *(["the schemas of custom resources are others"] if then.schemas != now.schemas else []),
        *([f"rules that did not hold then: {', '.join(since)}"] if since else []),
        *([f"rules that do not hold any more: {', '.join(gone)}"] if gone else []),
    ]
    if not told:
        return []
    return [
        Finding(
            code="policies-differ",
            severity="warning",
            message=f"the gate is not the one that let these files pass when they were made: {'; '.join(told)}",
            remedy=f"Name the policy folder of that time with {Flag.POLICY}, if what holds now is not what you want.",
        )
    ]


def _held(report: Report) -> set[str]:
    return {check.code for check in report.checks if not (check.reason or "").startswith(_NOT_HELD)}
