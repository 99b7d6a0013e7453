"""Tokens of an identity provider: JWTs (RFC 7519, RFC 9068), verified by its public keys."""

import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from agent.doors.access.claims import ClaimNames
from agent.doors.access.signing_keys import SigningKeys
from foundation.model.access import NotSignedInError, Principal
from foundation.model.errors import Problem

#: Signatures with public keys alone: no ``none``, and no HMAC, for which a public key could be taken as the secret
#: (RFC 8725, 2.1 and 3.1).
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
#: Kinds of token that are for asking (RFC 8725, 3.11): one that says to be something else is not taken.
_TYPES = (None, "jwt", "at+jwt", "application/at+jwt")
#: Seconds by which clocks may differ.
_LEEWAY = 60
#: Longer ones do not fit into the headers that servers take.
_LONGEST = 16 * 1024


class IdentityTokens:
    """Verifies tokens.

    Args:
        issuer: whose they have to be.
        audiences: whom they have to be for: one of these.
        keys: the issuer's public keys.
        names: where they say what.
        clock: seconds since 1970.
    """

    def __init__(
        self,
        issuer: str,
        audiences: Collection[str],
        keys: SigningKeys,
        names: ClaimNames,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._issuer = issuer
        self._audiences = frozenset(audiences)
        self._keys = keys
        self._names = names
        self._clock = clock

    async def principal(self, token: str) -> Principal:
        """Return whose token it is.

        Raises:
            NotSignedInError: it is not to be trusted, not for us, or not now.
            OutsideError: the issuer's keys cannot be had.
        """
        return self.owner(await self.claims(token))

    async def claims(self, token: str) -> Mapping[str, Any]:
        """Return what a token says that is to be trusted, for us, and valid now.

        Raises:
            NotSignedInError: it is not.
            OutsideError: the issuer's keys cannot be had.
        """
        claims = await self._verified(token)
        self._require_ours(claims)
        self._require_now(claims)
        return claims

    def owner(self, claims: Mapping[str, Any]) -> Principal:
        """Return whose token it is by what it says.

        Raises:
            NotSignedInError: it does not say whose it is.
        """
        return self._names.principal(claims)

    async def _verified(self, token: str) -> Mapping[str, Any]:
        from joserfc import jws, jwt
        from joserfc.errors import JoseError

        try:
            if len(token) > _LONGEST:
                raise _untrusted()
            header = jws.extract_compact(token.encode("ascii")).headers()
            _require_usual(header)
            key = await self._keys.key(header.get("kid"))
            if key is None or key.alg not in (None, header["alg"]):
                raise _untrusted()
            registry = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
            return jwt.decode(token, key, algorithms=ALGORITHMS, registry=registry).claims
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            raise _untrusted() from None

    def _require_ours(self, claims: Mapping[str, Any]) -> None:
        audience = claims.get("aud")
        named = {audience} if isinstance(audience, str) else {one for one in _list(audience) if isinstance(one, str)}
        if claims.get("iss") != self._issuer or not named & self._audiences:
            raise _refused(
                "token-foreign",
                "the token is another issuer's, or for somebody else",
                "Sign in at the identity provider of this server, for this server.",
            )

    def _require_now(self, claims: Mapping[str, Any]) -> None:
        now = self._clock()
        expires, begins = _moment(claims.get("exp")), _moment(claims.get("nbf", claims.get("iat", 0)))
        if expires is None or begins is None:
            raise _untrusted()
        if now >= expires + _LEEWAY or now < begins - _LEEWAY:
            raise _refused("token-expired", "the token has expired, or is not valid yet", "Sign in again.")


def _require_usual(header: Mapping[str, Any]) -> None:
    """Refuse a header that is not as expected; critical extensions (RFC 7515, 4.1.11) are known to nobody here."""
    kind, key_id = header.get("typ"), header.get("kid")
    usual = "crit" not in header and (kind is None or (isinstance(kind, str) and kind.lower() in _TYPES))
    if not usual or header["alg"] not in ALGORITHMS or not (key_id is None or isinstance(key_id, str)):
        raise _untrusted()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _moment(value: Any) -> float | None:
    """Return a time of a token; a boolean, infinity or text is none."""
    usable = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
    return float(value) if usable else None


def _untrusted() -> NotSignedInError:
    return _refused(
        "token-untrusted",
        "the token is none that the identity provider of this server signed",
        "Sign in at the identity provider of this server, and send the access token as it is.",
    )


def _refused(code: str, message: str, remedy: str) -> NotSignedInError:
    return NotSignedInError(Problem(code=code, message=message, remedy=remedy))
