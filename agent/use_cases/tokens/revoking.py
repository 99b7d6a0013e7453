"""Tokens revoke: a token is worth nothing from now on."""

from collections.abc import Callable

from agent.use_cases.tokens.file import TokenFile
from agent.use_cases.tokens.listing import listed
from agent.use_cases.tokens.records import TokenRecord
from foundation.model.access import ListedToken
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean


class RevokeTokenCommand(FrozenModel):
    """Which token.

    Attributes:
        token: its id, or the name of whoever has it and no other.
    """

    token: str


def revoke_token(command: RevokeTokenCommand, *, tokens: TokenFile, now: Callable[[], str]) -> ListedToken:
    """Take a token out of the token file; servers that run know of it at their next request.

    Args:
        command: which.
        tokens: the token file.
        now: UTC time, ISO 8601.

    Raises:
        InputError: there is none, several are meant, or the file is none.
        OutsideError: the file cannot be read or written.
    """
    found: list[TokenRecord] = []

    def without(there: list[TokenRecord]) -> list[TokenRecord]:
        found.append(_meant(command.token, there))
        return [record for record in there if record != found[0]]

    tokens.change(without)
    return listed(found[0], now())


def _meant(name: str, there: list[TokenRecord]) -> TokenRecord:
    found = [record for record in there if record.id == name] or [record for record in there if record.name == name]
    if len(found) > 1:
        ids = ", ".join(record.id for record in found)
        raise _refused(f"{name} has {len(found)} tokens", f"Name one of them: {ids}.")
    if not found:
        known = [text for record in there for text in (record.id, record.name)]
        otherwise = "`infra-engineer tokens list` shows those that there are."
        raise _refused(f"there is no token {name[:100]}", did_you_mean(name, known, otherwise))
    return found[0]


def _refused(message: str, remedy: str) -> InputError:
    return InputError(Problem(code="token-not-found", message=message, remedy=remedy))
