"""Telling people of what is no event of a run."""

from collections.abc import Callable, Sequence

from agent.bootstrap.channels import build_alert_channels
from agent.bootstrap.clocks import clock
from agent.settings import Settings

#: Takes the place where events were put aside, and why, one reason for each.
TellDeadLetters = Callable[[str, Sequence[str]], None]


def build_dead_letter_alert(settings: Settings, report: Callable[[str], None]) -> TellDeadLetters:
    """Wire what tells people of events that were put aside because nobody can use them.

    They are kept where they were put, so an alert that is not taken is told and nothing else.

    Args:
        settings: the settings.
        report: takes the message of a channel that takes none.
    """
    channels = build_alert_channels(settings)

    def tell(place: str, reasons: Sequence[str]) -> None:
        if not channels:
            return
        from agent.bootstrap.folders import build_library
        from foundation.model.errors import OutsideError
        from foundation.model.policy.platform import escalation_of
        from plugins.event_emitter.alerts.alert import DEAD_LETTERS, dead_letters

        library = build_library(settings)
        recipients = escalation_of(lambda: library.policy).recipients(DEAD_LETTERS)
        alert = dead_letters(place, reasons, recipients, clock(settings)())
        for channel in channels:
            try:
                channel.tell(alert)
            except OutsideError as error:
                report(str(error))

    return tell
