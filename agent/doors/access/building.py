"""Access by the settings."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from agent.bootstrap.access import build_tokens, require_provider
from agent.bootstrap.clocks import real_time
from agent.bootstrap.logs import build_log
from agent.bootstrap.use_cases.audit.recording import build_record_action
from agent.doors.access.authorization_code import AuthorizationCode
from agent.doors.access.claims import ClaimNames
from agent.doors.access.credentials import Credentials
from agent.doors.access.hosts import LOOPBACK, HostCheck
from agent.doors.access.identity_tokens import IdentityTokens
from agent.doors.access.metadata import ResourceMetadata
from agent.doors.access.middleware import Access
from agent.doors.access.signing_keys import SigningKeys
from agent.settings import Settings
from foundation.model.errors import InputError, Problem


def build_access(settings: Settings) -> Access:
    """Wire what the middleware goes by.

    Args:
        settings: the settings.

    Raises:
        InputError: the settings of the identity provider do not fit together.
    """
    log = build_log(settings)
    hosts = settings.allowed_hosts.split()
    origins = settings.allowed_origins.split()
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        hosts.append(_bracketed(parts.hostname or ""))
        origins.append(f"{parts.scheme}://{parts.netloc}")
    return Access(
        sign_in=_sign_in(settings) if settings.oidc_client_id else None,
        public_url=settings.public_url.rstrip("/"),
        hosts=HostCheck(hosts, origins),
        credentials=build_credentials(settings),
        metadata=ResourceMetadata(settings.oidc_issuer, settings.public_url),
        record=build_record_action(settings),
        lost=lambda error: log.error("an action could not be written down", reason=type(error).__name__),
    )


def build_credentials(settings: Settings) -> Credentials:
    """Wire what finds out who asks.

    Args:
        settings: the settings.

    Raises:
        InputError: the settings of the identity provider do not fit together.
    """
    require_provider(settings)
    provider = _provider(settings) if settings.oidc_issuer else None
    return Credentials(build_tokens(settings), provider, real_time)


def require_safe_address(host: str, access: Access) -> None:
    """Look at the address that a server is to listen on.

    Args:
        host: a name or an IP address.
        access: who may ask it.

    Raises:
        InputError: others can reach it, and nobody has to sign in.
    """
    if _is_loopback(host) or access.credentials.wanted:
        return
    raise InputError(
        Problem(
            code="open-to-others",
            message=f"the server is to listen on {host}, where others reach it, and knows no tokens",
            remedy="Make a token with `infra-engineer tokens create`, name an identity provider with"
            " INFRA_ENGINEER_OIDC_ISSUER, or listen on 127.0.0.1.",
            file="command line",
        )
    )


def _provider(settings: Settings) -> IdentityTokens:
    return _tokens(settings, settings.oidc_audience.split())


def _sign_in(settings: Settings) -> AuthorizationCode:
    secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else None
    tokens = _tokens(settings, [settings.oidc_client_id])
    return AuthorizationCode(settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_scopes, tokens)


def _tokens(settings: Settings, audiences: list[str]) -> IdentityTokens:
    names = ClaimNames(
        name=settings.oidc_name_claim,
        roles=settings.oidc_roles_claim,
        tenants=settings.oidc_tenants_claim,
        role_words=_words(settings.oidc_roles),
        tenant_words=_words(settings.oidc_tenants),
    )
    keys = SigningKeys(settings.oidc_issuer, settings.oidc_keys)
    return IdentityTokens(settings.oidc_issuer, audiences, keys, names)


def _words(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (pair.partition("=") for pair in text.split())
    return tuple((ours, theirs) for ours, _, theirs in pairs)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() in LOOPBACK


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
