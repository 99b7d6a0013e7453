"""What the name of a field, a variable or an option says about its value."""

from enum import Enum, auto
from functools import lru_cache

from foundation.model.expressions import expression

_WORD = expression(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_PASSWORD = expression(
    r"pass|pw|passcode|requirepass|(?:admin|db|key|ldap|mail|root|smtp|ssh|store|user)pass|\w*(?:passwords?|passwd|passphrase|pwd)"
)
_SECRET = expression(r"creds?|\w*(?:secrets?|tokens?|credentials?|(?:api|access|secret|private|account|master)keys?)")
#: The variable that redis-cli takes its password from.
_OF_REDIS = ("rediscli", "auth")
#: Words for what a Secret of the cluster is called, too; what stands before them may settle it.
_REFERABLE = frozenset({"secret", "secrets", "credential", "credentials", "cred", "creds"})
_CERTAIN = expression(r"api|app|client|consumer|cookie|hmac|jwt|oauth|session|shared|signing|token|webhook")
_REFERRING = frozenset({"existing", "pull", "tls"})
_SECRET_KEYS = expression(
    r"access|account|aes|api|app|auth|client|decryption|encryption|hmac|jwt|master|private|service|shared|signing"
    r"|subscription|webhook"
)
_PUBLIC_KEYS = frozenset({"public", "authorized", "host", "publishable", "anon", "instrumentation"})
_HINT = expression(
    r"auth|authorization|bearer|cookie|dsn|hash|jwt|keys?|license|otp|pin|salt|seed|session|sig|signature|webhook"
)
#: Last words of names of what is public although it may look random.
_PUBLIC = expression(
    r"arn|checksum|digest|file|filename|fingerprint|ids?|kid|names?|path|refs?|revision|serial|sha|thumbprint|uri|url"
    r"|version"
)
#: Words after the noun that do not change what it is: DB_PASSWORD_PROD, SECRET_KEY_BASE.
_QUALIFIER = expression(
    r"admin|b|backup|base|base64|current|default|dev|encoded|literal|local|new|old|plain|plaintext|previous|primary"
    r"|prod|production|qa|raw|readonly|root|secondary|stage|staging|string|test|text|txt|user|value|[0-9]+"
)
#: Words in the name of a Secret, or of a key in one.
_THING = expression(r"secrets?|tokens?|credentials?|creds?|pass|passwords?|keys?|auth|login|tls|cert")
#: Of a longer name, the end decides.
_LONGEST = 200


class Meaning(Enum):
    """How much of a field's text is to be taken for a secret."""

    PASSWORD = auto()
    """Every literal."""
    SECRET = auto()
    """Every literal but numbers, durations, switches and ways to sign in."""
    REFERABLE = auto()
    """The same, but it may be the name of a Secret instead."""
    HINT = auto()
    """Only what looks random."""
    NONE = auto()
    """Nothing on account of the name."""


def meaning(name: str) -> Meaning:
    """Say what a name promises, by its last word that is no qualifier.

    Args:
        name: in any spelling: ``DB_PASSWORD``, ``apiKey``, ``spring.datasource.password``, ``X-Api-Key``.
    """
    return _meaning(name[-_LONGEST:])


def split(name: str) -> list[str]:
    """Return the words of a name in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def names_a_thing(text: str) -> bool:
    """Tell whether a word in the text is one that names of Secrets and of their keys have."""
    return any(_THING.fullmatch(word) for word in split(text))


@lru_cache(maxsize=4096)
def _meaning(name: str) -> Meaning:
    words = split(name)
    while words and _QUALIFIER.fullmatch(words[-1]):
        words.pop()
    if not words or _PUBLIC.fullmatch(words[-1]) or "checksum" in words:
        return Meaning.NONE
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if _PASSWORD.fullmatch(last) or (before, last) == _OF_REDIS:
        return Meaning.PASSWORD
    if _SECRET.fullmatch(last):
        return _secret(last, before)
    if last in ("key", "keys"):
        return _key(before)
    patterns = (_HINT, _PASSWORD, _SECRET)
    return Meaning.HINT if any(pattern.fullmatch(word) for word in words for pattern in patterns) else Meaning.NONE


def _secret(noun: str, qualifier: str) -> Meaning:
    if noun not in _REFERABLE or _CERTAIN.fullmatch(qualifier):
        return Meaning.SECRET
    return Meaning.NONE if qualifier in _REFERRING else Meaning.REFERABLE


def _key(qualifier: str) -> Meaning:
    if qualifier in _PUBLIC_KEYS:
        return Meaning.NONE
    if qualifier == "secret":
        return Meaning.REFERABLE
    return Meaning.SECRET if _SECRET_KEYS.fullmatch(qualifier) else Meaning.HINT
