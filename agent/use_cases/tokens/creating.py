"""Tokens create: a token that is shown once, and its hash in the token file."""

import re
from collections.abc import Callable

from pydantic import TypeAdapter, ValidationError

from agent.use_cases.tokens.expiry import expiry
from agent.use_cases.tokens.file import TokenFile
from agent.use_cases.tokens.listing import listed
from agent.use_cases.tokens.records import new_token
from foundation.model.access import ALL_TENANTS, ListedToken, PrincipalName, Role
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import DNS_LABEL


class CreateTokenCommand(FrozenModel):
    """Whom a token is for.

    Attributes:
        name: whose it is.
        role: what it may do.
        tenants: whose records exist for it; ``*`` for everybody's.
        expires: when it expires, as ``expiry`` takes it; never, if there is none.
    """

    name: str
    role: Role
    tenants: list[str]
    expires: str | None = None


class CreatedToken(FrozenModel):
    """A new token.

    Attributes:
        token: what whoever it is for sends; nobody can tell it again.
        shown: what may be shown of it.
        file: where its hash is.
    """

    token: str
    shown: ListedToken
    file: str


def create_token(command: CreateTokenCommand, *, tokens: TokenFile, now: Callable[[], str]) -> CreatedToken:
    """Make a token.

    Args:
        command: whom it is for.
        tokens: the token file; it is made if there is none.
        now: UTC time, ISO 8601.

    Raises:
        InputError: with everything that is wrong with the command, or the file is none.
        OutsideError: the file cannot be read or written.
    """
    made_at = now()
    expires_at = _checked(command, made_at)
    token, record = new_token(command.name, command.role, sorted({*command.tenants}), made_at, expires_at)
    tokens.change(lambda there: [*there, record])
    return CreatedToken(token=token, shown=listed(record, made_at), file=str(tokens.path))


def _checked(command: CreateTokenCommand, now: str) -> str | None:
    problems = [*_name_problems(command.name), *_tenant_problems(command.tenants)]
    expires_at = None
    try:
        expires_at = expiry(command.expires, now)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(*problems)
    return expires_at


def _name_problems(name: str) -> list[Problem]:
    try:
        TypeAdapter[str](PrincipalName).validate_python(name)
    except ValidationError:
        message = "the name of whose token it is has to be one line of at most 200 characters"
        return [_problem(message, "Name a person or a program, as records should call it.", "NAME")]
    return []


def _tenant_problems(tenants: list[str]) -> list[Problem]:
    remedy = f"Name tenants by lower-case letters, digits and hyphens, or all of them with {Flag.ALL_TENANTS}."
    if not tenants:
        return [_problem("a token for no tenant is of no use", remedy, Flag.TENANT)]
    wrong = [name for name in tenants if name != ALL_TENANTS and not re.fullmatch(DNS_LABEL, name)]
    return [_problem(f"there can be no tenant {name[:100]!r}", remedy, Flag.TENANT) for name in wrong]


def _problem(message: str, remedy: str, path: str) -> Problem:
    return Problem(code="wrong-token-owner", message=message, remedy=remedy, file="command line", path=path)
