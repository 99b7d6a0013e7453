"""Secrets that their own form gives away, and random text: what detect-secrets knows."""

import base64
import binascii
import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from foundation.secrets.kinds import SecretKind
from foundation.secrets.values import could_be_random
from foundation.stand_ins import module, standing_in

if TYPE_CHECKING:
    from detect_secrets.plugins.base import RegexBasedDetector

_WORD = re.compile(r"(?<![\w+/=.:-])[\w+/=.:-]{20,}+")
#: Every token has this many characters without a break, a digit or a capital among them. Digests and UUIDs have, too.
_CANDIDATE = re.compile(r"(?<![\w+=-])(?<!sha256:)(?![0-9a-f]{8}-[0-9a-f]{4}-)(?=[a-z_+=-]*[A-Z0-9])[\w+=-]{20}")
#: A longer word is a picture or an archive; some detectors' time grows with its square.
_LONGEST = 4096
_JSON_WEB_TOKEN = re.compile(r"(?<![\w-])eyJ[\w-]++\.[\w-]++(?:\.[\w-]*+)?")
#: "-----BEGIN" in base64, as text of a Secret's or a kubeconfig's data.
_PEM_IN_BASE64 = re.compile(r"LS0tLS1CRUdJTi[A-Za-z0-9+/]{10,80}")
_REGISTRY = re.compile(r'"auth"\s*+:\s*+"([A-Za-z0-9+/=]++)"')
#: Forms that detect-secrets 1.5 does not know.
_OTHER_FORMS = (
    (SecretKind.GITHUB, re.compile(r"\bgithub_pat_\w{40}")),
    (SecretKind.GOOGLE, re.compile(r"\bAIza[\w-]{35}(?![\w-])")),
    (SecretKind.NPM, re.compile(r"\bnpm_[A-Za-z0-9]{36}\b")),
    (SecretKind.OPENAI, re.compile(r"(?<![\w-])sk-(?=[a-z0-9_-]*[A-Z])(?=[A-Za-z_-]*[0-9])[\w-]{20}")),
    (SecretKind.SLACK, re.compile(r"\bxapp-[0-9]-[A-Z0-9]+-[0-9]+-[a-f0-9]+")),
    (SecretKind.VAULT, re.compile(r"\bhv[sb]\.[\w-]{24}")),
)
_PASSWORD_HASH = re.compile(r"\$(?:2[abxy]|apr1|argon2(?:id|i|d)|scrypt|y|[156])\$[\w./$=,+-]{20}")


_Search = Callable[[str], bool]


class _Detectors(NamedTuple):
    """What the library is asked."""

    forms: list[tuple[SecretKind, _Search]]
    is_private_key: _Search
    is_json_web_token: _Search
    is_random: _Search


def token_kind(text: str) -> SecretKind | None:
    """Return the kind of the first token, key or hash in the text that its form gives away."""
    if _has_private_key(text):
        return SecretKind.PRIVATE_KEY
    if "$" in text and _PASSWORD_HASH.search(text):
        return SecretKind.PASSWORD_HASH
    if any(_detectors().is_json_web_token(match[0]) for match in _JSON_WEB_TOKEN.finditer(text)):
        return SecretKind.JWT
    for match in _WORD.finditer(text):
        kind = _form(match[0]) if len(match[0]) <= _LONGEST and _CANDIDATE.search(match[0]) else None
        if kind is not None:
            return kind
    return None


def is_random(text: str) -> bool:
    """Tell whether text that may be a key is as random as one."""
    return could_be_random(text) and _detectors().is_random(text)


def is_registry_login(text: str) -> bool:
    """Tell whether text is user and password in base64, as in a registry's configuration (``auth``)."""
    return re.fullmatch(r"[A-Za-z0-9+/]{8,}={0,2}", text) is not None and ":" in _decoded(text)[1:]


def has_registry_login(text: str) -> bool:
    """Tell whether text is a registry's configuration with a login."""
    return any(is_registry_login(match[1]) for match in _REGISTRY.finditer(text))


def _has_private_key(text: str) -> bool:
    """Look for the first line of a key, as it is or in base64."""
    parts = [text, *(_decoded(match[0]) for match in _PEM_IN_BASE64.finditer(text))]
    return any(
        "BEGIN ENCRYPTED PRIVATE KEY" in part or _detectors().is_private_key(part)
        for part in parts
        if "PRIVATE KEY" in part or "PuTTY-User-Key" in part
    )


def _form(word: str) -> SecretKind | None:
    for kind, pattern in _OTHER_FORMS:
        if pattern.search(word):
            return kind
    return next((kind for kind, has in _detectors().forms if has(word)), None)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text[: len(text) // 4 * 4], validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return ""


@cache
def _detectors() -> _Detectors:
    """Load the library, but not the HTTP library that it has for verification, which nobody asks for here."""
    with standing_in(module("requests")):
        return _loaded_detectors()


def _loaded_detectors() -> _Detectors:
    from detect_secrets.plugins.aws import AWSKeyDetector
    from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
    from detect_secrets.plugins.discord import DiscordBotTokenDetector
    from detect_secrets.plugins.github_token import GitHubTokenDetector
    from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
    from detect_secrets.plugins.high_entropy_strings import Base64HighEntropyString, HexHighEntropyString
    from detect_secrets.plugins.jwt import JwtTokenDetector
    from detect_secrets.plugins.mailchimp import MailchimpDetector
    from detect_secrets.plugins.private_key import PrivateKeyDetector
    from detect_secrets.plugins.pypi_token import PypiTokenDetector
    from detect_secrets.plugins.sendgrid import SendGridDetector
    from detect_secrets.plugins.slack import SlackDetector
    from detect_secrets.plugins.square_oauth import SquareOAuthDetector
    from detect_secrets.plugins.stripe import StripeDetector
    from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector

    detectors: dict[SecretKind, RegexBasedDetector] = {
        SecretKind.AWS: AWSKeyDetector(),
        SecretKind.AZURE: AzureStorageKeyDetector(),
        SecretKind.GITHUB: GitHubTokenDetector(),
        SecretKind.GITLAB: GitLabTokenDetector(),
        SecretKind.SLACK: SlackDetector(),
        SecretKind.STRIPE: StripeDetector(),
        SecretKind.SENDGRID: SendGridDetector(),
        SecretKind.MAILCHIMP: MailchimpDetector(),
        SecretKind.PYPI: PypiTokenDetector(),
        SecretKind.SQUARE: SquareOAuthDetector(),
        SecretKind.TELEGRAM: TelegramBotTokenDetector(),
        SecretKind.DISCORD: DiscordBotTokenDetector(),
    }
    base64_text, hexadecimal = Base64HighEntropyString(), HexHighEntropyString()

    def is_random(text: str) -> bool:
        measure = hexadecimal if re.fullmatch(r"[0-9A-Fa-f]+", text) else base64_text
        return measure.calculate_shannon_entropy(text) > measure.entropy_limit

    return _Detectors(
        forms=[(kind, _search(detector)) for kind, detector in detectors.items()],
        is_private_key=_search(PrivateKeyDetector()),
        is_json_web_token=_search(JwtTokenDetector()),
        is_random=is_random,
    )


def _search(detector: "RegexBasedDetector") -> _Search:
    """Ask for matches only: ``analyze_line`` would reach for settings, and its verification for the network."""
    return lambda text: any(True for _ in detector.analyze_string(text))
