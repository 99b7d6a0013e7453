"""Sending text to a chat, a mailbox or a webhook, by apprise."""

import logging
from typing import Any

import apprise

from plugins.event_emitter.alerts.text import BODY

#: The library logs what it could not send, with the address in it.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
#: Redirections are not followed: what is sent is for this address alone.
_ASSET = apprise.AppriseAsset(app_id="infrastructure-engineer-agent", http_redirects=False, async_mode=False)


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
        kind, plain = apprise.NotifyType.FAILURE, apprise.NotifyFormat.TEXT
        try:
            return bool(self._service.notify(body=body, title=title, notify_type=kind, body_format=plain))
        except Exception:  # each service has exceptions of its own; to whoever waits they all mean: not taken
            return False
