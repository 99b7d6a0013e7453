"""Sending text to a chat, a mailbox or a webhook, by apprise."""

import logging
from typing import Any

import apprise

from plugins.event_emitter.alerts.markdown import card_text, words
from plugins.event_emitter.alerts.text import BODY

#: The library logs what it could not send, with the address in it.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
#: Redirections are not followed: what is sent is for this address alone. It names no picture, which whoever reads it
#: would be made to ask a host of somebody else for.
_ASSET = apprise.AppriseAsset(
    app_id="infrastructure-engineer-agent", http_redirects=False, async_mode=False, image_url_mask=""
)
#: Services whose texts are Markdown, for which the library's own conversion loses lines and links.
_CARDS = ("workflow", "workflows")


class Sender:
    """Sends to one address.

    Args:
        address: the address, as apprise has it, with what is secret in it.

    Raises:
        ValueError: apprise does not understand it.
    """

    def __init__(self, address: str) -> None:
        made = apprise.Apprise.instantiate(address, asset=_ASSET, suppress_exceptions=True)
        if made is None:
            raise ValueError("apprise does not understand an address")
        self._service: Any = made
        self._has_cards = made.schema in _CARDS

    @property
    def most(self) -> int:
        """Most characters of a text."""
        return min(int(self._service.body_maxlen), BODY)

    def send(self, title: str, body: str) -> bool:
        """Send plain text; tell whether the service took it.

        Args:
            title: one line.
            body: the text.
        """
        kind, written = apprise.NotifyType.FAILURE, apprise.NotifyFormat.TEXT
        if self._has_cards:
            title, body, written = words(title), card_text(body), apprise.NotifyFormat.MARKDOWN
        try:
            return bool(self._service.notify(body=body, title=title, notify_type=kind, body_format=written))
        except Exception:  # each service has exceptions of its own; to whoever waits they all mean: not taken
            return False
