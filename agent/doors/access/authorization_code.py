"""Signing in at an identity provider: OpenID Connect's authorization code flow, with PKCE (RFC 7636)."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from agent.doors.access.identity_tokens import IdentityTokens
from agent.doors.access.provider import asking, configuration, json_at, served_by
from foundation.model.access import NotSignedInError, Principal
from foundation.model.errors import OutsideError, Problem


@dataclass(frozen=True)
class Attempt:
    """An attempt to sign in, between leaving for the provider and coming back.

    Attributes:
        state: tells the attempt from others when the browser comes back.
        nonce: stands in the ID token, so that it is of this attempt.
        verifier: shows that whoever left is the one that came back; the provider gets its digest first.
        redirect: where the provider sends the browser.
        back: the page that is wanted.
    """

    state: str
    nonce: str
    verifier: str
    redirect: str
    back: str

    @property
    def challenge(self) -> str:
        """The digest of the verifier."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")


def new_attempt(redirect: str, back: str) -> Attempt:
    """Begin an attempt.

    Args:
        redirect: where the provider sends the browser.
        back: the page that is wanted.
    """
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Attempt(state=state, nonce=nonce, verifier=verifier, redirect=redirect, back=back)


class AuthorizationCode:
    """Leads browsers to the provider, and takes what they bring back.

    Args:
        issuer: the provider.
        client_id: what it calls this server.
        client_secret: what this server shows it beside the verifier; nothing for a public client.
        scopes: what is asked for.
        tokens: verifies ID tokens for the client.
    """

    def __init__(
        self, issuer: str, client_id: str, client_secret: str | None, scopes: str, tokens: IdentityTokens
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._scopes = scopes
        self._tokens = tokens

    async def address(self, attempt: Attempt) -> str:
        """Return where the browser signs in.

        Raises:
            OutsideError: the provider cannot be asked.
        """
        told = await self._asked("authorization_endpoint")
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": attempt.redirect,
            "scope": self._scopes,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        return f"{told}{'&' if '?' in told else '?'}{urlencode(query)}"

    async def principal(self, attempt: Attempt, code: str, issuer: str | None) -> Principal:
        """Return who has signed in.

        Args:
            attempt: the attempt that the browser came back from.
            code: what it brought.
            issuer: who sent it, if that is said (RFC 9207).

        Raises:
            NotSignedInError: what it brought is not to be trusted, or not of this attempt.
            OutsideError: the provider cannot be asked.
        """
        if issuer not in (None, self._issuer):
            raise refused_sign_in("another identity provider sent the browser back")
        told = await self._asked("token_endpoint", self._form(attempt, code))
        token = told.get("id_token") if isinstance(told, dict) else None
        if not isinstance(token, str):
            raise refused_sign_in("the identity provider gave no ID token")
        claims = await self._tokens.claims(token)
        nonce = claims.get("nonce")
        if not isinstance(nonce, str) or not secrets.compare_digest(nonce.encode(), attempt.nonce.encode()):
            raise refused_sign_in("the ID token is of another attempt")
        if claims.get("azp") not in (None, self._client_id):
            raise refused_sign_in("the ID token was made for another client")
        return self._tokens.owner(claims)

    def _form(self, attempt: Attempt, code: str) -> dict[str, str]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.redirect,
            "client_id": self._client_id,
            "code_verifier": attempt.verifier,
        }
        return form | ({"client_secret": self._client_secret} if self._client_secret else {})

    async def _asked(self, endpoint: str, form: dict[str, str] | None = None) -> Any:
        """Return the address of an endpoint, or what it answers to a form."""
        import httpx2

        try:
            async with asking() as client:
                address = served_by(self._issuer, (await configuration(client, self._issuer))[endpoint])
                return address if form is None else await json_at(client, "POST", address, form)
        except httpx2.HTTPStatusError as error:
            if form is not None and error.response.status_code in (400, 401):
                raise refused_sign_in("the identity provider does not know the code any longer") from None
            raise self._unavailable(f"HTTP {error.response.status_code}") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, KeyError, TypeError, ValueError) as error:
            raise self._unavailable(type(error).__name__) from None

    def _unavailable(self, reason: str) -> OutsideError:
        return OutsideError(
            Problem(
                code="sign-in-unavailable",
                message=f"the identity provider {self._issuer} cannot be asked ({reason})",
                remedy="Try again in a minute; if it stays, check INFRA_ENGINEER_OIDC_ISSUER and the way to it.",
            )
        )


def refused_sign_in(message: str) -> NotSignedInError:
    """Return what says that somebody has not signed in.

    Args:
        message: why.
    """
    return NotSignedInError(Problem(code="sign-in-refused", message=message, remedy="Sign in again."))
