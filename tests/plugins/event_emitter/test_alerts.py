"""Alerts: whom they tell, how often, when, and that nothing in them is anything but text."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.model.policy.alerts import AlertPolicy, QuietHours
from plugins.event_emitter.alerts.addresses import alert_addresses
from plugins.event_emitter.alerts.alert import Alert, Mistake, alert_of
from plugins.event_emitter.alerts.links import link_of
from plugins.event_emitter.alerts.quiet import quiet_for
from plugins.event_emitter.alerts.text import BODY, TITLE, body_of, inert, title_of
from plugins.event_emitter.channels.alerts import AlertChannel
from plugins.event_emitter.channels.channel import NotSentError
from plugins.event_emitter.cloud_events import CloudEvent
from tests.support.receivers import Posted, mail_server, webhook

NOON = datetime(2025, 5, 7, 12, tzinfo=UTC)
PAYLOAD = {
    "event": "InfrastructureGenerationFailed",
    "trace_id": "trace-1",
    "component": "Ping",
    "reason": "the image x:latest is not pinned",
    "failure": "policy_violation",
    "errors": [
        {"code": "image-tag", "path": "component.container_image", "message": "not pinned", "remedy": "Give a tag."}
    ],
    "attempts": 1,
    "escalate_to": ["SecurityArchitectAgent", "TechLeadAgent"],
    "status": "aborted",
    "agent": "infrastructure-engineer-agent",
    "timestamp": "2025-05-07T12:00:00Z",
}


def event(identity: str = "e1", **changes: Any) -> CloudEvent:
    payload = {**PAYLOAD, **changes}
    return CloudEvent(id=identity, type=f"dev.{payload['event']}", time=payload["timestamp"], data=payload)


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def posted() -> Iterator[Posted]:
    with webhook() as received:
        yield received


def channel(role: str, posted: Posted, clock: Clock, *others: str, **policy: Any) -> AlertChannel:
    return AlertChannel(role, [f"json://{posted.host}/hook"], others, lambda: AlertPolicy(**policy), clock)


LINKS = {
    "policy_violation": "trace?id=trace-1",
    "draft_pending": "templates#drafts",
    "approval_needed": "approvals",
    "dead_letters": "fleet#letters",
}


@pytest.mark.parametrize("failure", LINKS)
def test_an_alert_leads_to_the_page_that_shows_more(failure: str, clock: Clock) -> None:
    alert = alert_of("e1", {**PAYLOAD, "failure": failure})
    assert alert is not None
    assert link_of(alert, AlertPolicy(), "https://infra.example.com/") == (
        f"https://infra.example.com/ui/{LINKS[failure]}"
    )
    assert link_of(alert, AlertPolicy(), "") == ""
    assert link_of(alert, AlertPolicy(link="https://x/{component}"), "https://infra.example.com") == "https://x/Ping"


def test_an_alert_without_a_trace_leads_to_the_runs_of_its_component() -> None:
    alert = alert_of("e1", {**PAYLOAD, "trace_id": None, "component": "<b>&x=\ud800"})
    assert alert is not None
    assert link_of(alert, AlertPolicy(), "http://h") == "http://h/ui/runs?component=%3Cb%3E%26x%3D%3F"


def test_an_alert_says_what_is_wrong_how_to_mend_it_and_where_to_see_more(posted: Posted, clock: Clock) -> None:
    link = "https://infra.example.com/runs?trace={trace_id}&component={component}"
    channel("TechLeadAgent", posted, clock, link=link).send(event())
    (body,) = posted.bodies
    assert (body["title"], body["type"]) == ("Ping: policy_violation", "failure")
    assert body["message"].splitlines() == [
        "- image-tag component.container_image: not pinned Mend: Give a tag.",
        "",
        "For SecurityArchitectAgent, TechLeadAgent, at 2025-05-07T12:00:00Z",
        "Trace trace-1",
        "See https://infra.example.com/runs?trace=trace-1&component=Ping",
    ]


def test_roles_are_told_what_concerns_them_and_all_others_the_rest(posted: Posted, clock: Clock) -> None:
    roles = ["SecurityArchitectAgent", "TechLeadAgent", "InfrastructureArchitectAgent", "*"]
    told = {}
    for role in roles:
        before = len(posted.bodies)
        own = channel(role, posted, clock, *(set(roles) - {role}))
        own.send(event("e1"))
        own.send(event("e2", failure="trace_missing", escalate_to=["HumanOpsAgent"]))
        own.send(event("e3", failure="draft_pending", escalate_to=["InfrastructureArchitectAgent"]))
        told[role] = [body["title"].partition(": ")[2] for body in posted.bodies[before:]]
    assert told == {
        "SecurityArchitectAgent": ["policy_violation"],
        "TechLeadAgent": ["policy_violation"],
        "InfrastructureArchitectAgent": ["draft_pending"],
        "*": ["trace_missing"],
    }


def test_other_events_call_for_none(posted: Posted, clock: Clock) -> None:
    for name in ("InfrastructureGenerated", "InfraValidationFailed", "TraceLinkValidated"):
        channel("TechLeadAgent", posted, clock).send(event(event=name))
    assert posted.bodies == []
    assert alert_of("x", {"event": "HelmChartReady"}) is None


def test_a_cause_is_told_once_and_then_with_its_count(posted: Posted, clock: Clock) -> None:
    own = channel("TechLeadAgent", posted, clock, repeat_after_minutes=30)
    for minute in range(0, 40, 5):
        clock.now = NOON + timedelta(minutes=minute)
        own.send(event(f"e{minute}"))
        own.send(event(f"e{minute}"))  # a relay may send again what it was killed over
    own.send(event("other", component="Pong"))
    assert [body["title"] for body in posted.bodies] == [
        "Ping: policy_violation",
        "Ping: policy_violation, 6 times",
        "Pong: policy_violation",
    ]


def test_what_was_not_taken_is_told_again_and_nobody_is_told_twice(posted: Posted, clock: Clock) -> None:
    with webhook() as second:
        second.status = 500
        addresses = [f"json://{posted.host}/hook", f"json://:hunter2@{second.host}/hook"]
        own = AlertChannel("TechLeadAgent", addresses, (), AlertPolicy, clock)
        with pytest.raises(NotSentError, match="1 of 2 addresses took no alert") as refused:
            own.send(event())
        assert "hunter2" not in repr(refused.value.problems)
        assert not refused.value.hopeless
        second.status = 200
        own.send(event())
        own.send(event())
        assert (len(posted.bodies), len(second.bodies)) == (1, 1)


def test_quiet_hours_let_alerts_wait(posted: Posted, clock: Clock) -> None:
    hours = QuietHours(start="22:00", end="07:00", utc_offset="+02:00", never_for=["HumanOpsAgent"])
    own = channel("TechLeadAgent", posted, clock, quiet_hours=hours)
    clock.now = datetime(2025, 5, 7, 20, 30, tzinfo=UTC)  # 22:30 there
    with pytest.raises(NotSentError, match="quiet hours") as refused:
        own.send(event())
    assert (refused.value.wait, refused.value.hopeless, posted.bodies) == (3600.0, False, [])
    channel("HumanOpsAgent", posted, clock, quiet_hours=hours).send(event(escalate_to=["HumanOpsAgent"]))
    clock.now = datetime(2025, 5, 8, 5, 0, tzinfo=UTC)  # 07:00 there
    own.send(event())
    assert [body["title"] for body in posted.bodies] == ["Ping: policy_violation"] * 2


@pytest.mark.parametrize(
    ("start", "end", "clock", "minutes"),
    [
        ("22:00", "07:00", "21:59", 0),
        ("22:00", "07:00", "22:00", 540),
        ("22:00", "07:00", "06:59", 1),
        ("22:00", "07:00", "07:00", 0),
        ("12:00", "13:00", "12:30", 30),
        ("12:00", "13:00", "13:30", 0),
    ],
)
def test_quiet_hours_may_span_midnight(start: str, end: str, clock: str, minutes: int) -> None:
    now = datetime.fromisoformat(f"2025-05-07T{clock}:00+00:00")
    assert quiet_for(QuietHours(start=start, end=end), "X", now) == timedelta(minutes=minutes)


HOSTILE = "\x1b]0;pwned\x07\u202e<script>alert(1)</script><!channel> @everyone [ok](http://evil) ```\n\r\x00"


def test_hostile_text_is_inert_and_bounded(posted: Posted, clock: Clock) -> None:
    mistakes = [{"code": "c" * 1_000, "path": HOSTILE * 100, "message": "x" * 1_000_000, "remedy": HOSTILE}] * 60
    channel("TechLeadAgent", posted, clock).send(event(component=HOSTILE, trace_id=HOSTILE, errors=mistakes))
    (body,) = posted.bodies
    assert len(body["title"]) <= TITLE
    assert len(body["message"]) <= BODY
    for text in (body["title"], body["message"]):
        assert not set(text) & set("<>`\x1b\x07\x00\r\u202e")
        assert "](" not in text
        assert " @everyone" not in text
    assert "... and 50 more" not in body["message"]  # what is cut is cut at the end of the mistakes


@given(st.text(max_size=400), st.integers(1, 60))
def test_any_text_is_inert(text: str, most: int) -> None:
    shown = inert(text, most)
    assert len(shown) <= most
    assert all(character.isprintable() for character in shown)
    assert not set(shown) & set("<>`")


@given(st.lists(st.text(max_size=300), max_size=80), st.integers(400, 4_000))
def test_every_alert_fits(messages: list[str], most: int) -> None:
    mistakes = [Mistake(code="x", message=message, remedy=message) for message in messages]
    alert = Alert(id="1", subject="s", failure="f", mistakes=mistakes, recipients=["A"], at="now")
    assert len(body_of(alert, 3, AlertPolicy(most_mistakes=50), most)) <= most
    assert title_of(alert, 3) == "s: f, 3 times"


def test_mail_is_plain_text(clock: Clock) -> None:
    with mail_server() as mailed:
        address = f"mailto://{mailed.host}/?from=infra@example.com&to=lead@example.com&mode=insecure&format=text"
        AlertChannel("TechLeadAgent", [address], (), AlertPolicy, clock).send(event(component="<b>Ping"))
    (message,) = mailed.messages
    assert mailed.recipients == ["lead@example.com"]
    assert message["Subject"] == "\u2039b\u203aPing: policy_violation"
    body = message.get_body(("plain",))
    assert body is not None
    assert "not pinned Mend: Give a tag." in body.get_content()


def test_an_address_that_apprise_does_not_understand_is_told(clock: Clock) -> None:
    with pytest.raises(NotSentError, match="apprise does not understand an address") as refused:
        AlertChannel("TechLeadAgent", ["slack://hunter2"], (), AlertPolicy, clock).send(event())
    assert "hunter2" not in repr(refused.value.problems)


@pytest.mark.parametrize(
    "text",
    [
        "json://h/",
        "A=",
        "A=exec://rm",
        "A=file:///etc/passwd",
        "A=syslog://",
        "A=msteams://team/a/b/c/",
        "A=json://",
        "A b=json://h/",
        "A=json://h/ A=json://h/",
        "A=json://h/\u202e",
        "*A=json://h",
    ],
)
def test_what_is_no_address_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(ValueError, match="Give") as refused:
        alert_addresses(text)
    assert "passwd" not in str(refused.value)


def test_addresses_by_role() -> None:
    assert alert_addresses("A=json://h/1 *=slack://x/y/z A=mailto://u:p@h") == {
        "A": ["json://h/1", "mailto://u:p@h"],
        "*": ["slack://x/y/z"],
    }
