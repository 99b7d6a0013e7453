"""Tokens list: whose tokens there are."""

from collections.abc import Callable

from agent.use_cases.tokens.file import TokenFile
from agent.use_cases.tokens.records import TokenRecord
from foundation.model.access import ListedToken


def list_tokens(*, tokens: TokenFile, now: Callable[[], str]) -> list[ListedToken]:
    """Return the tokens that there are, in the order in which they were made.

    Args:
        tokens: the token file.
        now: UTC time, ISO 8601.

    Raises:
        InputError: the file is none.
        OutsideError: it cannot be read.
    """
    return [listed(record, now()) for record in tokens.records()]


def listed(record: TokenRecord, now: str) -> ListedToken:
    """Return a token as it may be shown.

    Args:
        record: what is kept of it.
        now: UTC time, ISO 8601.
    """
    return ListedToken(**record.model_dump(exclude={"key", "hash"}), expired=record.expired(now))
