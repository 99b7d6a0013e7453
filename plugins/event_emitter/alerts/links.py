"""Where an alert leads: to the address that the policy gives, or to the page of the server that shows more."""

from urllib.parse import quote

from foundation.model.policy.alerts import AlertPolicy
from plugins.event_emitter.alerts.alert import APPROVAL_NEEDED, DEAD_LETTERS, DRAFT_PENDING, Alert

#: Longer names are cut.
_LONGEST = 200
#: Where something is decided about, or taken up again.
_PAGES = {APPROVAL_NEEDED: "approvals", DEAD_LETTERS: "fleet#letters", DRAFT_PENDING: "templates#drafts"}


def link_of(alert: Alert, policy: AlertPolicy, pages: str) -> str:
    """Return where to see more; nothing, if that is not known.

    Args:
        alert: the alert.
        policy: the address, if people are led elsewhere.
        pages: address of the server that has pages, if it is known.
    """
    if policy.link:
        told = {"{trace_id}": alert.trace_id, "{component}": alert.subject}
        link = policy.link
        for name, value in told.items():
            link = link.replace(name, _quoted(value))
        return link
    return f"{pages.rstrip('/')}/ui/{_page(alert)}" if pages else ""


def _page(alert: Alert) -> str:
    if alert.failure in _PAGES:
        return _PAGES[alert.failure]
    if alert.trace_id:
        return f"trace?id={_quoted(alert.trace_id)}"
    return f"runs?component={_quoted(alert.subject)}"


def _quoted(text: str) -> str:
    return quote(text[:_LONGEST], safe="", errors="replace")
