"""Events over HTTP, as the CloudEvents HTTP binding has them in structured mode."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING

from plugins.event_emitter.channels.channel import NotSentError, not_sent
from plugins.event_emitter.cloud_events import MEDIA_TYPE, CloudEvent

if TYPE_CHECKING:
    import httpx2

_TIMEOUT_SECONDS = 10.0
#: Answers that say: later (RFC 9110 and 6585). All others below 500 say: never.
_LATER = frozenset({408, 423, 425, 429})
#: Seconds that a service may have us wait for at most.
_LONGEST_WAIT = 3600.0


class HttpChannel:
    """Posts each event to one address.

    Args:
        address: ``http://`` or ``https://`` address.
        name: what the outbox calls it.
        credentials: gives the headers that the receiver asks for; it may raise ``NotSentError``.
    """

    def __init__(self, address: str, name: str, credentials: Callable[[], Mapping[str, str]]) -> None:
        self._address = address
        self._name = name
        self._credentials = credentials

    @property
    def name(self) -> str:
        """See ``EventChannel``."""
        return self._name

    def send(self, event: CloudEvent) -> None:
        """See ``EventChannel.send``; redirections are not followed, for the token is for this address alone."""
        import httpx2

        headers = dict(self._credentials())
        try:
            # The body is not read: what a receiver says of an event is for its own log.
            with self._client.stream("POST", self._address, content=event.text, headers=headers) as response:
                status, answered = response.status_code, response.headers
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            remedy = "Start the receiver, or mend its address in INFRA_ENGINEER_EVENT_CHANNELS."
            raise not_sent(self._name, str(error) or type(error).__name__, remedy) from error
        if not 200 <= status < 300:
            raise refusal(self._name, status, answered)

    @cached_property
    def _client(self) -> "httpx2.Client":
        import httpx2

        headers = {"Content-Type": f"{MEDIA_TYPE}; charset=utf-8"}
        return httpx2.Client(headers=headers, timeout=_TIMEOUT_SECONDS, follow_redirects=False)


def bearer(token: str | None) -> Callable[[], Mapping[str, str]]:
    """Return what gives the header of a bearer token, or none."""
    return lambda: {"Authorization": f"Bearer {token}"} if token else {}


def refusal(channel: str, status: int, headers: Mapping[str, str]) -> NotSentError:
    """Return the failure that an answer other than 2xx is.

    Args:
        channel: name of the channel.
        status: the HTTP status.
        headers: the answer's headers.
    """
    reason = f"the receiver answered with HTTP {status}"
    if status in _LATER or status >= 500:
        return not_sent(channel, reason, "It is sent again later; see what the receiver says.", wait=_wait(headers))
    if status in (401, 403):
        return not_sent(channel, reason, "Set the token or key that the receiver asks for; see .env.example.")
    if 300 <= status < 400:
        remedy = "Name the address that it points to in INFRA_ENGINEER_EVENT_CHANNELS."
        return not_sent(channel, f"{reason}, a redirection, which is not followed", remedy)
    remedy = "See what the receiver wants; then send the event again with infra-engineer events replay."
    return not_sent(channel, reason, remedy, hopeless=status in (400, 413, 415, 422))


def _wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of Retry-After, which gives them or a date (RFC 9110, 10.2.3)."""
    value = (headers.get("retry-after") or "").strip()
    if value.isascii() and value.isdecimal() and len(value) < 10:
        return min(float(value), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    seconds = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), _LONGEST_WAIT)
