"""An alert as text: plain, bounded, and inert wherever it is shown.

Names and messages come from bundles. Nothing in them may steer a terminal or turn text around (control and format
characters), be a tag or a mention of a chat (``<!channel>``, ``<@U1>``), or pose as a link (``[text](address)``).
"""

import re

from foundation.model.policy.alerts import AlertPolicy
from plugins.event_emitter.alerts.alert import Alert, Mistake
from plugins.event_emitter.alerts.links import link_of

#: Most characters of a title, of one mistake, and of all.
TITLE, MISTAKE, BODY = 150, 500, 3_000
#: What looks like a character that means something to chats and browsers, and means nothing.
_INERT = str.maketrans({"<": "\u2039", ">": "\u203a", "`": "\u02cb"})


def inert(text: str, most: int) -> str:
    """Return text on one line that is nothing but text.

    Args:
        text: whatever somebody wrote.
        most: most characters.
    """
    shown = "".join(character if character.isprintable() else " " for character in text[: 4 * most])
    shown = re.sub(r"\s+", " ", shown).strip().translate(_INERT).replace("](", "] (")
    # A mention begins a word; an address and a digest of an image do not.
    shown = re.sub(r"(?<![\w.:/-])@(?=\w)", "@ ", shown)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def title_of(alert: Alert, count: int) -> str:
    """Return the line that an alert begins with.

    Args:
        alert: the alert.
        count: how often its cause was seen since it was told last, this time included.
    """
    times = f", {count} times" if count > 1 else ""
    return inert(f"{alert.subject}: {alert.failure}{times}", TITLE)


def body_of(alert: Alert, count: int, policy: AlertPolicy, most: int = BODY, pages: str = "") -> str:
    """Return what is wrong, how to mend it, and where to see more.

    Args:
        alert: the alert.
        count: see ``title_of``.
        policy: how much is told.
        most: most characters.
        pages: address of the server that has pages, if it is known.
    """
    shown, more = alert.mistakes[: policy.most_mistakes], len(alert.mistakes) - policy.most_mistakes
    lines = [_line(mistake) for mistake in shown]
    lines += [f"... and {more} more"] if more > 0 else []
    foot = [f"For {inert(', '.join(alert.recipients), TITLE)}, at {inert(alert.at, 40)}"]
    foot += [f"Trace {inert(alert.trace_id, 80)}"] if alert.trace_id else []
    foot += [f"Seen {count} times since it was told last"] if count > 1 else []
    foot += [f"See {link}"] if (link := link_of(alert, policy, pages)) else []
    end = "\n".join(["", *foot])
    head = "\n".join(lines)
    room = max(most - len(end) - 1, 0)
    return (head if len(head) <= room else f"{head[: room - 1]}…") + "\n" + end


def _line(mistake: Mistake) -> str:
    place = f" {mistake.path}" if mistake.path else ""
    remedy = f" Mend: {mistake.remedy}" if mistake.remedy else ""
    return inert(f"- {mistake.code}{place}: {mistake.message}{remedy}", MISTAKE)
