"""Secrets that their own form gives away, and random text."""

import base64
import binascii
import json
import math
import re
from collections import Counter

from foundation.model.expressions import expression
from foundation.model.token_forms import token_form
from foundation.secrets.kinds import SecretKind
from foundation.secrets.values import could_be_random

_JSON_WEB_TOKEN = expression(r"(?<![\w-])(eyJ[\w-]++)\.([\w-]++)(?:\.[\w-]*+)?")
#: "-----BEGIN" in base64, as text of a Secret's or a kubeconfig's data.
_PEM_IN_BASE64 = expression(r"LS0tLS1CRUdJTi[A-Za-z0-9+/]{10,80}")
_PRIVATE_KEY = expression(r"BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY|PuTTY-User-Key-File-[0-9]")
_REGISTRY = expression(r'"auth"\s*+:\s*+"([A-Za-z0-9+/=]++)"')
_PASSWORD_HASH = expression(r"\$(?:2[abxy]|apr1|argon2(?:id|i|d)|scrypt|y|[156])\$[\w./$=,+-]{20}")
#: Bits of chance in a character of text that is no word and no number, by its alphabet. Text of hexadecimal digits
#: alone counts for less: so do dates and numbers of orders.
_RANDOM, _RANDOM_HEXADECIMAL, _LESS_FOR_DIGITS = 4.5, 3.0, 1.2


def token_kind(text: str, words: list[str]) -> SecretKind | None:
    """Return the kind of the first token, key or hash in the text that its form gives away.

    Args:
        text: the text.
        words: its long words.
    """
    if _has_private_key(text):
        return SecretKind.PRIVATE_KEY
    if "$" in text and _PASSWORD_HASH.search(text):
        return SecretKind.PASSWORD_HASH
    if "eyJ" in text and any(_is_json_web_token(match) for match in _JSON_WEB_TOKEN.finditer(text)):
        return SecretKind.JWT
    form = token_form(words)
    return SecretKind(form) if form is not None else None


def is_random(text: str) -> bool:
    """Tell whether text that may be a key is as random as one."""
    if not could_be_random(text):
        return False
    chance = -sum(count / len(text) * math.log2(count / len(text)) for count in Counter(text).values())
    if re.fullmatch(r"[0-9A-Fa-f]+", text) is None:
        return chance > _RANDOM
    return chance - (_LESS_FOR_DIGITS / math.log2(len(text)) if text.isdigit() else 0) > _RANDOM_HEXADECIMAL


def is_registry_login(text: str) -> bool:
    """Tell whether text is user and password in base64, as in a registry's configuration (``auth``)."""
    return re.fullmatch(r"[A-Za-z0-9+/]{8,}={0,2}", text) is not None and ":" in _decoded(text)[1:]


def has_registry_login(text: str) -> bool:
    """Tell whether text is a registry's configuration with a login."""
    return any(is_registry_login(match[1]) for match in _REGISTRY.finditer(text))


def _has_private_key(text: str) -> bool:
    """Look for the first line of a key, as it is or in base64."""
    if _PRIVATE_KEY.search(text):
        return True
    return any(_PRIVATE_KEY.search(_decoded(match[0])) for match in _PEM_IN_BASE64.finditer(text))


def _is_json_web_token(match: re.Match[str]) -> bool:
    """Tell whether both parts that stand before the signature are JSON (RFC 7519)."""
    try:
        for part in (match[1], match[2]):
            json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return False
    return True


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text[: len(text) // 4 * 4], validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return ""
