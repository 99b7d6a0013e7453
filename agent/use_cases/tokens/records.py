"""What is kept of a token: whose it is, what it may do, and a hash."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime

from pydantic import Field

from foundation.model.access import Principal, PrincipalName, Role
from foundation.model.base import FrozenModel

#: Tokens begin like this, so that a scanner for secrets knows one, and the file's record is found without trying all.
PREFIX = "iea"
#: Bytes of chance in a token. So many cannot be guessed, so a slow hash would only make the server slow.
_BYTES = 32


class TokenRecord(FrozenModel):
    """A token, without what it is.

    Attributes:
        id: its public part, by which it is found and revoked.
        name: whose it is.
        role: what it may do.
        tenants: whose records exist for it; ``*`` for everybody's.
        created_at: when it was made; UTC, ISO 8601.
        expires_at: from when on it is worth nothing; UTC, ISO 8601; never, if there is none.
        key: key of the hash, hexadecimal; each token has one of its own.
        hash: HMAC-SHA-256 of the token under the key, hexadecimal.
    """

    id: str = Field(pattern=r"^[0-9a-f]{12}$")
    name: PrincipalName
    role: Role
    tenants: list[str] = Field(min_length=1)
    created_at: str
    expires_at: str | None = None
    key: str = Field(pattern=r"^[0-9a-f]{64}$")
    hash: str = Field(pattern=r"^[0-9a-f]{64}$")

    @property
    def principal(self) -> Principal:
        """Return whoever shows it."""
        return Principal(name=self.name, roles=frozenset({self.role}), tenants=frozenset(self.tenants), source="token")

    def fits(self, token: str) -> bool:
        """Tell whether a token is this one, in a time that does not depend on where it differs."""
        return hmac.compare_digest(_hash(token, self.key), self.hash)

    def expired(self, now: str) -> bool:
        """Tell whether it is worth nothing any longer.

        Args:
            now: UTC time, ISO 8601.
        """
        return self.expires_at is not None and datetime.fromisoformat(now) >= datetime.fromisoformat(self.expires_at)


def new_token(
    name: str, role: Role, tenants: list[str], created_at: str, expires_at: str | None
) -> tuple[str, TokenRecord]:
    """Return a token that nobody knows yet, and what is kept of it.

    Args:
        name: whose it is.
        role: what it may do.
        tenants: whose records exist for it.
        created_at: now; UTC, ISO 8601.
        expires_at: from when on it is worth nothing.
    """
    identifier, key = secrets.token_hex(6), secrets.token_hex(32)
    token = f"{PREFIX}_{identifier}_{urlsafe_b64encode(secrets.token_bytes(_BYTES)).decode().rstrip('=')}"
    record = TokenRecord(
        id=identifier,
        name=name,
        role=role,
        tenants=tenants,
        created_at=created_at,
        expires_at=expires_at,
        key=key,
        hash=_hash(token, key),
    )
    return token, record


def id_of(token: str) -> str | None:
    """Return the public part of what looks like a token of ours."""
    prefix, _, rest = token.partition("_")
    identifier, separator, secret = rest.partition("_")
    return identifier if prefix == PREFIX and separator and secret else None


def _hash(token: str, key: str) -> str:
    return hmac.new(bytes.fromhex(key), token.encode("utf-8", "surrogatepass"), "sha256").hexdigest()
