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
    if not pages:
        return ""
    if alert.failure in _PAGES:
        return f"{pages.rstrip('/')}/ui/{_PAGES[alert.failure]}"
    return page_of(pages, alert.trace_id, alert.subject)


def page_of(pages: str, trace_id: str, component: str) -> str:
    """Return the page that tells of a trace, or of a component's runs where there is none.

    Args:
        pages: address of the server that has pages.
        trace_id: the trace; empty if there is none.
        component: the component.
    """
    page = f"trace?id={_quoted(trace_id)}" if trace_id else f"runs?component={_quoted(component)}"
    return f"{pages.rstrip('/')}/ui/{page}"


def _quoted(text: str) -> str:
    return quote(text[:_LONGEST], safe="", errors="replace")
