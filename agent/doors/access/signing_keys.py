"""The public keys of an identity provider, over HTTP: kept, and fetched again when they have changed."""

import time
import warnings
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import anyio

from agent.doors.access.provider import asking, configuration, json_at, served_by
from foundation.model.errors import OutsideError, Problem

if TYPE_CHECKING:
    import httpx2
    from joserfc.jwk import Key

#: Seconds for which keys are taken as they are. A key that is withdrawn counts at most so much longer.
_FRESH_SECONDS = 900.0
#: Keys that are not fresh still count for so long if the provider cannot be reached: it is not down for a day unseen.
_STALE_SECONDS = 86_400.0
#: Between two fetches there are so many seconds: whoever sends made-up key ids cannot make us flood the provider.
FLOOR_SECONDS = 30.0
#: Bits of an RSA key at least (RFC 7518, 3.3): whoever factors a shorter one signs whatever they like.
_LEAST_BITS = 2048


class SigningKeys:
    """The keys with which an identity provider signs.

    Args:
        issuer: the identity provider.
        address: address of its key set; found through the issuer's configuration without one.
        clock: monotonic seconds.
    """

    def __init__(self, issuer: str, address: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer
        self._address = address
        self._clock = clock
        self._keys: list[Key] = []
        self._fetched: float | None = None
        self._tried: float | None = None
        self._turn = anyio.Lock()

    async def key(self, key_id: str | None) -> "Key | None":
        """Return the key of an id; of a token that names none, the only key that there is.

        Raises:
            OutsideError: the provider's keys cannot be had.
        """
        if self._age(self._fetched) <= _FRESH_SECONDS and (found := self._find(key_id)) is not None:
            return found
        async with self._turn:  # whoever waits here finds what the one before fetched
            if self._find(key_id) is None or self._age(self._fetched) > _FRESH_SECONDS:
                await self._fetch_again()
        return self._find(key_id)

    def _find(self, key_id: str | None) -> "Key | None":
        if key_id is None:
            return self._keys[0] if len(self._keys) == 1 else None
        return next((key for key in self._keys if key.kid == key_id), None)

    def _age(self, moment: float | None) -> float:
        return float("inf") if moment is None else self._clock() - moment

    async def _fetch_again(self) -> None:
        if self._age(self._tried) >= FLOOR_SECONDS:
            self._tried = self._clock()
            try:
                self._keys = await self._fetch()
                self._fetched = self._clock()
            except OutsideError:
                if self._age(self._fetched) > _STALE_SECONDS:
                    raise
        elif self._age(self._fetched) > _STALE_SECONDS:
            raise self._unavailable("the last attempt failed a moment ago")

    async def _fetch(self) -> "list[Key]":
        import httpx2

        try:
            async with asking() as client:
                address = self._address or await self._discover(client)
                return _usable((await json_at(client, "GET", address))["keys"])
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, KeyError, TypeError, ValueError) as error:
            raise self._unavailable(type(error).__name__) from error

    async def _discover(self, client: "httpx2.AsyncClient") -> str:
        return served_by(self._issuer, (await configuration(client, self._issuer))["jwks_uri"])

    def _unavailable(self, reason: str) -> OutsideError:
        return OutsideError(
            Problem(
                code="signing-keys-unavailable",
                message=f"the keys of the identity provider {self._issuer} cannot be had ({reason})",
                remedy="Try again in a minute; if it stays, check INFRA_ENGINEER_OIDC_ISSUER and the way to it.",
            )
        )


def _usable(described: Iterable[Any]) -> "list[Key]":
    """Return the keys that signatures can be verified with; one that nobody can read does not spoil the others."""
    return [key for one in described if (key := _key_of(one)) is not None]


def _key_of(described: Any) -> "Key | None":
    """Return a key, if it is one of a kind that has public ones, and long enough."""
    from joserfc.errors import JoseError
    from joserfc.jwk import RSAKey, import_key

    if not isinstance(described, dict) or described.get("kty") not in ("RSA", "EC", "OKP"):
        return None
    try:
        with warnings.catch_warnings(action="ignore"):  # the library only warns of a short key
            key = import_key(described)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    short = isinstance(key, RSAKey) and key.public_key.key_size < _LEAST_BITS
    return None if short or described.get("use", "sig") != "sig" else key
