"""Who asks, by the header Authorization."""

from collections.abc import Callable, Sequence
from typing import Protocol

from agent.use_cases.tokens.file import TokenFile
from agent.use_cases.tokens.records import id_of
from foundation.model.access import NotSignedInError, Principal, local_principal, not_signed_in
from foundation.model.errors import Problem

#: What records call whoever asks where nobody has to sign in.
LOCAL_NAME = "local"


class IdentityProvider(Protocol):
    """Knows whose its tokens are."""

    async def principal(self, token: str) -> Principal:
        """Return whose token it is; raise ``NotSignedInError`` if it is to be refused."""
        ...


class Credentials:
    """Finds out who asks.

    Args:
        tokens: the token file.
        provider: the identity provider, if there is one.
        now: UTC time, ISO 8601.
    """

    def __init__(self, tokens: TokenFile, provider: IdentityProvider | None, now: Callable[[], str]) -> None:
        self._tokens = tokens
        self._provider = provider
        self._now = now
        self._wanted = provider is not None or tokens.there

    @property
    def wanted(self) -> bool:
        """Whether whoever asks has to sign in. Once so, always so: a file that is lost opens no door."""
        self._wanted = self._wanted or self._tokens.there
        return self._wanted

    async def principal(self, headers: Sequence[tuple[bytes, bytes]], *, loopback: bool) -> Principal:
        """Return who asks.

        Args:
            headers: names in lower case with their values, as ASGI has them.
            loopback: whether the request comes from this machine.

        Raises:
            NotSignedInError: nobody knows.
            InputError: the token file is none.
            OutsideError: the token file cannot be read, or the keys of the identity provider cannot be had.
        """
        sent = [value.decode("latin-1") for key, value in headers if key == b"authorization"]
        if not self.wanted and not sent:
            if loopback:
                return local_principal(LOCAL_NAME)
            raise _loopback_only()
        token = _token(sent)
        if self._provider is not None and id_of(token) is None:
            return await self._provider.principal(token)
        return self._tokens.principal(token, self._now())


def _token(sent: list[str]) -> str:
    """Return the bearer token (RFC 6750, 2.1); the other ways to send one would leave it in logs."""
    scheme, _, token = sent[0].partition(" ") if len(sent) == 1 else ("", "", "")
    if scheme.lower() != "bearer" or not token.strip():
        raise not_signed_in()
    return token.strip()


def _loopback_only() -> NotSignedInError:
    return NotSignedInError(
        Problem(
            code="loopback-only",
            message="this server knows no tokens, so it answers nobody but its own machine",
            remedy="Make a token with `infra-engineer tokens create`, or name an identity provider with"
            " INFRA_ENGINEER_OIDC_ISSUER.",
        )
    )
