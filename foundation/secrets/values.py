"""Which text is the secret itself, and which only refers to one or says how one is used."""

import re

from foundation.model.expressions import expression
from foundation.secrets.names import Meaning, names_a_thing

#: ``$(VAR)`` of Kubernetes, ``${VAR}`` of shells and frameworks, ``$VAR``, ``%VAR%``, templates.
_REFERENCE = expression(r"\$\([^()]*\)|\$\{[^{}]*\}|\{\{|^\$\w+$|^%\w+%$|^%\(\w+\)s$|^#\{[^{}]*\}#?$")
#: ``${VAR:-default}`` of shells, ``${VAR:default}`` of Spring; not ``${env:VAR}``, which names a source.
_DEFAULT = expression(r"\$\{(?!(?:env|file|sys|secret|vault|config|ssm|cf):)[\w.-]+:[-=]?([^{}?+][^{}]*)\}")
#: An address, which is searched for a password elsewhere, and references into stores of secrets.
_ADDRESS = expression(r"[A-Za-z][A-Za-z0-9+.-]*://|arn:|vault:|alias/|env:|file:|secretref:|@Microsoft\.KeyVault\(")
_PATH = expression(r"(?:~|\.{1,2})?/[\w.@ :/-]*|[A-Za-z]:[\\/][\w.@ \\/-]*")
_PUBLIC_TEXT = expression(
    r"-----BEGIN (?:TRUSTED )?(?:CERTIFICATE|[A-Z ]*PUBLIC KEY)|ssh-|ecdsa-sha2-|sha(?:256|384|512)[:-]"
)
_SWITCH = expression(r"true|false|yes|no|on|off|none|null|nil|undefined|enabled?|disabled?|[*]+|-", re.IGNORECASE)
_FIGURE = expression(r"[+-]?[0-9][0-9_]*(?:\.[0-9]+)?(?:ms|s|m|h|d|w|[KMG]i?B?|%)?")
_WAYS = expression(
    r"auto|basic|bearer|jwt|jwks|oauth2?|oidc|saml|ldap|kerberos|m?tls|iam|rbac|abac|strict|optional|required|vault|"
    r"kubernetes|[HREP]S(?:256|384|512)|opaque|header|cookie|query|session|str|string|"
    r"(?:in)?valid|expired|missing|revoked|rejected|refused|denied|accepted|absent|empty|unset|unknown|failed|found|"
    r"refreshed|renewed|rotated|hidden|masked|redacted|removed|omitted",
    re.IGNORECASE,
)
#: Letters in words with separators: the name of a Secret or of a key in it, not a secret.
_THING = expression(r"[a-z]+(?:[-._/][a-z0-9]{1,20}){1,8}")
_MIXED = expression(r"(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=[^0-9]*[0-9])[^/]{20,}")


def is_literal(text: str, wanted: Meaning) -> bool:
    """Tell whether the text of a field with a secret's name is the secret itself.

    Args:
        text: the field's text, without spaces around it.
        wanted: what the field's name means, PASSWORD, SECRET or REFERABLE.
    """
    default = _DEFAULT.search(text)
    if default:
        return is_literal(default[1].strip("\"' "), wanted)
    if not text or _REFERENCE.search(text) or _ADDRESS.match(text) or _is_path(text):
        return False
    if _PUBLIC_TEXT.match(text) or _SWITCH.fullmatch(text):
        return False
    if wanted is Meaning.PASSWORD:
        return True
    if _FIGURE.fullmatch(text) or is_way(text):
        return False
    if text.startswith("<") and text.endswith(">"):
        return False
    return wanted is Meaning.SECRET or not _names_a_thing(text)


def is_switch(text: str) -> bool:
    """Tell whether text says yes, no or nothing."""
    return _SWITCH.fullmatch(text) is not None


def is_way(text: str) -> bool:
    """Tell whether text is a word for how one signs in, how strictly, or what came of it."""
    return _WAYS.fullmatch(text) is not None


def could_be_random(text: str) -> bool:
    """Tell whether text is worth measuring: one long word of letters and digits, no UUID and no path."""
    return (
        len(text) >= 20
        and re.fullmatch(r"[A-Za-z0-9+/_=-]+", text) is not None
        and re.search(r"[0-9]", text) is not None
        and re.search(r"[A-Za-z]", text) is not None
        and re.fullmatch(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", text) is None
        and not _is_path(text)
    )


def _is_path(text: str) -> bool:
    return _PATH.fullmatch(text) is not None and not any(_MIXED.match(part) for part in text.split("/"))


def _names_a_thing(text: str) -> bool:
    return _THING.fullmatch(text) is not None and names_a_thing(text)
