"""Who may do what, by the settings."""

from pathlib import Path
from typing import TYPE_CHECKING

from agent.settings import Settings, variable_of
from foundation.model.errors import InputError, Problem

if TYPE_CHECKING:
    from agent.use_cases.tokens.file import TokenFile


def token_file(settings: Settings) -> Path:
    """Return the file of the bearer tokens' hashes."""
    return Path(settings.token_file) if settings.token_file else settings.state_dir / "tokens.json"


def build_tokens(settings: Settings) -> "TokenFile":
    """Wire the token file; it is not looked at before somebody asks.

    Args:
        settings: the settings.
    """
    from agent.use_cases.tokens.file import TokenFile

    return TokenFile(token_file(settings))


def access_description(settings: Settings) -> str:
    """Return who may ask the server, in a line.

    Args:
        settings: the settings.

    Raises:
        InputError: the settings of the identity provider do not fit together, or the token file is none.
        OutsideError: the token file cannot be read.
    """
    tokens = require_access(settings)
    told = [f"{len(tokens.records())} tokens in {tokens.path}"] if tokens.there else []
    told += [f"tokens of {settings.oidc_issuer}"] if settings.oidc_issuer else []
    return ", ".join(told) or "no tokens; a server answers this machine alone"


def require_access(settings: Settings) -> "TokenFile":
    """Look at all that access goes by, before somebody comes and is told that nobody can be let in.

    Args:
        settings: the settings.

    Returns:
        The tokens, which have been read.

    Raises:
        InputError: the settings of the identity provider do not fit together, or the token file is none.
        OutsideError: the token file cannot be read.
    """
    require_provider(settings)
    tokens = build_tokens(settings)
    if settings.token_file and not tokens.there:
        raise _no_file(settings)
    tokens.records()
    return tokens


def require_provider(settings: Settings) -> None:
    """Look at the settings of the identity provider.

    Raises:
        InputError: some of them are missing.
    """
    pairs = (
        ("oidc_issuer", "oidc_audience"),
        ("oidc_audience", "oidc_issuer"),
        ("oidc_keys", "oidc_issuer"),
        ("oidc_client_id", "oidc_issuer"),
        ("oidc_client_secret", "oidc_client_id"),
    )
    problems = [
        Problem(
            code="wrong-setting",
            message=f"the variable {variable_of(given)} is set without {variable_of(missing)}",
            remedy=f"Set {variable_of(missing)} too: a token is taken only if issuer and audience are right.",
            file="environment",
            path=variable_of(given),
        )
        for given, missing in pairs
        if getattr(settings, given) and not getattr(settings, missing)
    ]
    if problems:
        raise InputError(*problems)


def _no_file(settings: Settings) -> InputError:
    return InputError(
        Problem(
            code="wrong-setting",
            message=f"the variable {variable_of('token_file')} names a file that is not there: {settings.token_file}",
            remedy="Make it with `infra-engineer tokens create`, or name another one.",
            file="environment",
            path=variable_of("token_file"),
        )
    )
