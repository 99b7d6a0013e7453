"""Telling people of what is no event of a run."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from agent.bootstrap.channels import build_alert_channels
from agent.bootstrap.clocks import clock
from agent.settings import Settings
from memory.records.leaves import LeaveRecord

if TYPE_CHECKING:
    from plugins.event_emitter.alerts.alert import Alert

#: Takes the place where events were put aside, and why, one reason for each.
TellDeadLetters = Callable[[str, Sequence[str]], None]
#: Takes what somebody asks leave for.
TellApproval = Callable[[LeaveRecord], None]


def build_dead_letter_alert(settings: Settings, report: Callable[[str], None]) -> TellDeadLetters:
    """Wire what tells people of events that were put aside because nobody can use them.

    They are kept where they were put, so an alert that is not taken is told and nothing else.

    Args:
        settings: the settings.
        report: takes the message of a channel that takes none.
    """

    def tell(place: str, reasons: Sequence[str]) -> None:
        from plugins.event_emitter.alerts.alert import DEAD_LETTERS, dead_letters

        now = clock(settings)()
        _tell(settings, DEAD_LETTERS, lambda whom: dead_letters(place, reasons, whom, now), report)

    return tell


def build_approval_alert(settings: Settings, report: Callable[[str], None]) -> TellApproval:
    """Wire what tells people that something waits for their leave; the list of what waits has it, too.

    Args:
        settings: the settings.
        report: takes the message of a channel that takes no alert.
    """

    def tell(asked: LeaveRecord) -> None:
        from plugins.event_emitter.alerts.alert import APPROVAL_NEEDED, LeaveAsked, approval_needed

        told = LeaveAsked(
            subject=asked.subject,
            kind=asked.kind,
            target=asked.target,
            by=asked.decided_by,
            reason=asked.reason,
            details=asked.details,
            at=asked.decided_at,
        )
        _tell(settings, APPROVAL_NEEDED, lambda whom: approval_needed(told, whom), report)

    return tell


def _tell(
    settings: Settings, failure: str, alert_for: "Callable[[Sequence[str]], Alert]", report: Callable[[str], None]
) -> None:
    """Tell whom a failure concerns, on every channel that there is."""
    channels = build_alert_channels(settings)
    if not channels:
        return
    from agent.bootstrap.folders import build_library
    from foundation.model.errors import OutsideError
    from foundation.model.policy.platform import escalation_of

    library = build_library(settings)
    alert = alert_for(escalation_of(lambda: library.policy).recipients(failure))
    for channel in channels:
        try:
            channel.tell(alert)
        except OutsideError as error:
            report(str(error))
