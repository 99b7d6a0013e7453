"""One piece of text and the name of its field: is it a literal secret?"""

from functools import lru_cache

from foundation.model.token_forms import long_words
from foundation.secrets.encoded import texts_in_base64
from foundation.secrets.kinds import SecretKind
from foundation.secrets.names import Meaning, meaning, split
from foundation.secrets.texts import (
    assigns_secret,
    gives_password,
    has_access_signature,
    has_authorization,
    has_password_in_address,
)
from foundation.secrets.tokens import has_registry_login, is_random, is_registry_login, token_kind
from foundation.secrets.values import is_literal

#: Longer text is not kept in the cache: it would hold whole files.
_LONGEST_KEPT = 1024


def find_secret(field_name: str, value: str) -> SecretKind | None:
    """Return what kind of literal secret a text is or holds.

    Args:
        field_name: name of the field, variable, option or header; it may be empty.
        value: its text.

    Returns:
        The kind; nothing of the value is in it. None if there is no literal secret.
    """
    return _known(field_name, value) if len(value) <= _LONGEST_KEPT else _find(field_name, value)


def _find(field_name: str, value: str) -> SecretKind | None:
    text = value.strip()
    if not text:
        return None
    words = long_words(text)
    return token_kind(text, words) or _by_name(field_name, text) or _within(text) or _encoded(text, words)


_known = lru_cache(maxsize=4096)(_find)


def _by_name(name: str, text: str) -> SecretKind | None:
    wanted = meaning(name)
    if wanted is Meaning.NONE:
        return None
    if wanted is Meaning.HINT:
        return _by_hint(name, text)
    if "\n" in text or not is_literal(text, wanted):
        return None
    return SecretKind.PASSWORD if wanted is Meaning.PASSWORD else SecretKind.NAMED


def _by_hint(name: str, text: str) -> SecretKind | None:
    words = split(name)
    if "authorization" in words and has_authorization(f"authorization: {text}"):
        return SecretKind.HEADER
    if words[-1] == "auth" and is_registry_login(text):
        return SecretKind.REGISTRY
    return SecretKind.RANDOM if is_random(text) else None


def _encoded(text: str, words: list[str]) -> SecretKind | None:
    """Look into what base64 in the text stands for: the key file of a service, settings with a password."""
    for inner in texts_in_base64(text, words):
        kind = token_kind(inner, long_words(inner)) or _within(inner)
        if kind is not None:
            return kind
    return None


def _within(text: str) -> SecretKind | None:
    if "@" in text and has_password_in_address(text):
        return SecretKind.ADDRESS
    if has_authorization(text):
        return SecretKind.HEADER
    if has_access_signature(text):
        return SecretKind.SHARED_ACCESS_SIGNATURE
    if has_registry_login(text):
        return SecretKind.REGISTRY
    if assigns_secret(text):
        return SecretKind.ASSIGNED
    return SecretKind.OPTION if gives_password(text) else None
