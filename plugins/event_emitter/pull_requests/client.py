"""Asking the API of a host, with what goes wrong told as what becomes of an event."""

from collections.abc import Collection, Mapping
from typing import Any

import httpx2

from plugins.event_emitter.channels.channel import NotSentError, not_sent
from plugins.event_emitter.channels.http import refusal

_TIMEOUT_SECONDS = 10.0
#: Answers that say that something is not ours to change, and that it cannot be where it should be.
NOT_OURS, NOT_THERE = (403, 404), (400, 422)
#: Answers that say that what was asked about is not there, or not for us.
_GONE = (404, 410)
#: Pages of a list that are read at most, and entries on each.
_PAGES, PER_PAGE = 10, 100


class Api:
    """One API.

    Args:
        name: name of the channel, for messages.
        headers: credentials, and what else the API asks for.
    """

    def __init__(self, name: str, headers: Mapping[str, str]) -> None:
        self._name = name
        # Redirections are not followed: the token is for this address alone.
        self._client = httpx2.Client(headers=dict(headers), timeout=_TIMEOUT_SECONDS, follow_redirects=False)

    def ask(self, method: str, address: str, body: Any = None, *, refusable: Collection[int] = ()) -> Any:
        """Return the JSON that is answered.

        Args:
            method: HTTP method.
            address: the address.
            body: JSON to send.
            refusable: statuses that are answered by nothing.

        Raises:
            NotSentError: the API cannot be reached, or refuses.
        """
        try:
            answer = self._client.request(method, address, json=body)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            remedy = "Mend the host in INFRA_ENGINEER_PULL_REQUESTS, or wait until it is back."
            raise not_sent(self._name, str(error) or type(error).__name__, remedy) from error
        if answer.status_code in refusable:
            return None
        if not 200 <= answer.status_code < 300:
            raise self._refused(answer)
        try:
            return answer.json()
        except ValueError as error:
            raise not_sent(self._name, "it answered with no JSON", "See whether it is an API.") from error

    def pages(self, address: str) -> list[Any]:
        """Return the entries of a list that comes in pages, as far as anybody needs them.

        Args:
            address: its address.

        Raises:
            NotSentError: see ``ask``.
        """
        found: list[Any] = []
        for page in range(1, _PAGES + 1):
            entries = self.ask("GET", f"{address}?per_page={PER_PAGE}&page={page}")
            found += entries
            if len(entries) < PER_PAGE:
                break
        return found

    def _refused(self, answer: httpx2.Response) -> NotSentError:
        if answer.status_code in _GONE:
            remedy = "See whether the pull request is there, and whether the token may see it."
            return not_sent(self._name, f"HTTP {answer.status_code}: no such pull request", remedy, hopeless=True)
        return refusal(self._name, answer.status_code, answer.headers)
