"""Tokens, as text."""

from collections.abc import Sequence

from agent.reporting.runs import columns
from foundation.model.access import ListedToken
from foundation.source.tree import shown


def tokens_text(found: Sequence[ListedToken]) -> str:
    """Return a line for each token: its id, role and tenants, when it expires, and whose it is."""
    return columns([[one.id, one.role, _tenants(one), _expiry(one), one.name] for one in found])


def created_text(made: ListedToken, file: str) -> str:
    """Return what is said beside a new token.

    Args:
        made: the token.
        file: where its hash is.
    """
    line = f"{made.id}: {made.name} is {made.role} for {_tenants(made)}, {_expiry(made)}; its hash is in {file}"
    return shown(line) + "\nKeep the token now: nobody can show it again.\n"


def revoked_text(gone: ListedToken) -> str:
    """Return what is said of a token that is worth nothing any longer."""
    return shown(f"{gone.id} of {gone.name} ({gone.role} for {_tenants(gone)}) is revoked") + "\n"


def _tenants(token: ListedToken) -> str:
    return ",".join("every tenant" if name == "*" else name for name in token.tenants)


def _expiry(token: ListedToken) -> str:
    if token.expires_at is None:
        return "never expires"
    return f"{'expired' if token.expired else 'expires'} {token.expires_at}"
