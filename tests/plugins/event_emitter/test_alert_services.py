"""What Slack, Teams, a mailbox and a webhook get of an alert, sent by the real library over a real connection."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.model.policy.alerts import AlertPolicy
from plugins.event_emitter.alerts.alert import Alert, Mistake
from plugins.event_emitter.alerts.markdown import card_text
from plugins.event_emitter.channels.alerts import AlertChannel
from plugins.event_emitter.channels.channel import NotSentError
from tests.support.chats import SLACK, TEAMS, Chats, chats
from tests.support.receivers import mail_server, webhook

SLACK_ADDRESS = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#security"
TEAMS_ADDRESS = f"workflows://{TEAMS}/workflow1/signature1"
HOSTILE = "<!channel> <at>all</at> *b* _i_ [x](http://evil) @everyone `c` &lt;b&gt;\x1b[31m\u202eend"
ALERT = Alert(
    id="e1",
    subject=f"Ping {HOSTILE}",
    failure="policy_violation",
    trace_id="trace-1",
    mistakes=[
        Mistake(code="image-tag", path="component.labels[a_b]", message=HOSTILE, remedy="Give a tag."),
        Mistake(code="other", message="line\nbreak & more"),
    ],
    recipients=["TechLeadAgent"],
    at="2025-05-07T12:00:00Z",
)
POLICY = AlertPolicy(link="https://infra.example.com/runs?trace={trace_id}&of={component}")
#: The same in which nothing acts on its reader, as each service is given it.
SHOWN = (
    "\u2039!channel\u203a \u2039at\u203aall\u2039/at\u203a *b* _i_ [x] (http://evil) @ everyone \u02cbc\u02cb &lt;b&gt;"
    " [31m end"
)
FOR_SLACK = SHOWN.replace("&", "&amp;")
FOR_TEAMS = SHOWN.replace("*", r"\*").replace("_", r"\_").replace("[", r"\[").replace("]", r"\]")
LINK = (
    "https://infra.example.com/runs?trace=trace-1&of=Ping%20%3C%21channel%3E%20%3Cat%3Eall%3C%2Fat%3E%20%2Ab%2A%20_i_"
    "%20%5Bx%5D%28http%3A%2F%2Fevil%29%20%40everyone%20%60c%60%20%26lt%3Bb%26gt%3B%1B%5B31m%E2%80%AEend"
)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chats]:
    with chats(tmp_path) as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


def tell(*addresses: str) -> None:
    AlertChannel("TechLeadAgent", addresses, (), lambda: POLICY).tell(ALERT)


def test_slack_gets_text_and_nothing_else(there: Chats) -> None:
    tell(SLACK_ADDRESS)
    ((address, body),) = there.told
    assert address == f"https://{SLACK}:443/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    assert isinstance(body["attachments"][0].pop("ts"), float)
    text = (
        f"- image-tag component.labels[a_b]: {FOR_SLACK} Mend: Give a tag.\n- other: line break &amp; more\n\n"
        f"For TechLeadAgent, at 2025-05-07T12:00:00Z\nTrace trace-1\nSee {LINK.replace('&', '&amp;')}"
    )
    assert body == {
        "mrkdwn": False,
        "channel": "#security",
        "attachments": [
            {
                "title": f"Ping {FOR_SLACK}: policy_violation",
                "text": text,
                "color": "#A32037",
                "footer": "infrastructure-engineer-agent",
            }
        ],
    }


def test_teams_gets_a_card_whose_link_can_be_opened(there: Chats) -> None:
    tell(TEAMS_ADDRESS)
    ((address, body),) = there.told
    assert address == (
        f"https://{TEAMS}:443/workflows/workflow1/triggers/manual/paths/invoke"
        "?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=signature1"
    )
    text = (
        rf"- image-tag component.labels\[a\_b\]: {FOR_TEAMS} Mend: Give a tag." + "\n- other: line break & more\n\n"
        f"For TechLeadAgent, at 2025-05-07T12:00:00Z\n\nTrace trace-1\n\n"
        f"See [{LINK.replace('_', chr(92) + '_')}]({LINK})"
    )
    title = {"style": "heading", "weight": "Bolder", "size": "Large", "id": "title"}
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
            {"type": "TextBlock", "text": rf"Ping {FOR_TEAMS}: policy\_violation", **title},
            {"type": "TextBlock", "text": text, "style": "default", "wrap": True, "id": "body"},
        ],
        "msteams": {"width": "full"},
    }
    kind = "application/vnd.microsoft.card.adaptive"
    assert body == {
        "type": "message",
        "attachments": [{"contentType": kind, "contentUrl": None, "content": card}],
    }


def test_a_webhook_and_a_mailbox_get_the_same(there: Chats) -> None:
    text = (
        f"- image-tag component.labels[a_b]: {SHOWN} Mend: Give a tag.\n- other: line break & more\n\n"
        f"For TechLeadAgent, at 2025-05-07T12:00:00Z\nTrace trace-1\nSee {LINK}"
    )
    with webhook() as posted, mail_server() as mailed:
        there.status = 500  # nothing of these goes to a chat
        tell(
            f"json://{posted.host}/hook",
            f"mailto://{mailed.host}/?from=infra@example.com&to=lead@example.com&mode=insecure",
        )
    title = f"Ping {SHOWN}: policy_violation"
    assert posted.bodies == [{"version": "1.0", "title": title, "message": text, "attachments": [], "type": "failure"}]
    (mail,) = mailed.messages
    assert (mail["Subject"], mail.get_content_type()) == (title, "text/plain")
    assert mail.get_content().splitlines() == text.splitlines()


def test_a_chat_that_takes_none_is_told_of_without_its_address(there: Chats) -> None:
    there.status = 500
    with pytest.raises(NotSentError, match="2 of 2 addresses took no alert") as refused:
        tell(SLACK_ADDRESS, TEAMS_ADDRESS)
    said = repr(refused.value.problems)
    assert not any(part in said for part in ("TIiajkdn", "signature1", TEAMS))


def test_every_line_of_a_card_is_one() -> None:
    assert card_text("- a\n- b\n\nFor A\nTrace t\nSee https://x.example/(a)") == (
        "- a\n- b\n\nFor A\n\nTrace t\n\nSee [https://x.example/(a)](https://x.example/%28a%29)"
    )
    assert card_text("") == ""
