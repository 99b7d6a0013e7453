"""Only the secret of a text goes where its format says where the secret ends: ``$(NAME)`` takes that place.

Kubernetes puts variables into values of variables and into arguments, and nowhere else. A text of which nobody knows
where its secret ends goes as a whole, because the rest of a password would stay in the bundle.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from foundation.secrets.find import find_secret
from foundation.secrets.names import Meaning, meaning
from foundation.secrets.values import is_literal

#: A user and a password before the host of an address: the last @ before the path ends them (RFC 3986, 3.2.1).
_IN_ADDRESS = re.compile(r"""://[^\s/?#@:"'<>$]*+:(?P<value>[^\s/?#"'<>]+)@""")
#: One part of a connection string, of options of a program, or of libpq's words: a name and what it is set to.
_PART = re.compile(r"""\s*(?:-{1,2}D?)?(?P<name>[A-Za-z][\w .-]*?)\s*=\s*(?P<value>[^"'\\;]*[^"'\\;\s])?\s*""")
_OPTION = re.compile(r"-[\w:.+-]+")
PART_REMEDY = "Put what stood there, as it was written, into a Secret of this name and key, and change it."
_LITERAL = frozenset({Meaning.PASSWORD, Meaning.SECRET, Meaning.REFERABLE})
#: Secrets of one text, and characters of one that is looked at.
_MOST, _LONGEST = 8, 4096


@dataclass(frozen=True)
class CutOut:
    """A text without its secrets.

    Attributes:
        text: the text, with ``$(NAME)`` for each secret.
        variables: the names.
    """

    text: str
    variables: tuple[str, ...]


def cut_out(named: str, text: str, variable: str, taken: Container[str], *, expanded: bool) -> CutOut | None:
    """Return a text without its secrets, or nothing where it is not sure that all else is no secret.

    Args:
        named: what the text is the value of.
        text: the text.
        variable: name of the variable that takes the place of the secret; a second one has a number.
        taken: names that variables have already.
        expanded: whether Kubernetes looks for ``$(NAME)`` in it today; if not, what looks so stays as it is.
    """
    spans = sorted(set(_spans(text))) if len(text) <= _LONGEST else []
    names = [variable if number == 1 else f"{variable}_{number}" for number in range(1, len(spans) + 1)]
    if not 0 < len(spans) <= _MOST or any(name in taken for name in names):
        return None
    parts, at = list[str](), 0
    for (start, end), name in zip(spans, names, strict=True):
        parts += [text[at:start] if expanded else unexpanded(text[at:start]), f"$({name})"]
        at = end
    found = "".join([*parts, text[at:] if expanded else unexpanded(text[at:])])
    return CutOut(found, tuple(names)) if find_secret(named, found) is None else None


def reference_to(secret: str, key: str) -> dict[str, Any]:
    """Return where a variable gets its value: a key of a Secret.

    Args:
        secret: name of the Secret.
        key: the key, as it was called; what no key may hold is written as ``_``.
    """
    return {"secretKeyRef": {"name": secret, "key": re.sub(r"[^-._A-Za-z0-9]", "_", key)}}


def from_secret(variables: tuple[str, ...], secret: str) -> list[dict[str, Any]]:
    """Return variables that come from the keys of a Secret that are called as they are."""
    return [{"name": name, "valueFrom": reference_to(secret, name)} for name in variables]


def told_of(variables: tuple[str, ...], secret: str) -> str:
    """Return what to tell of secrets that variables have taken the place of."""
    places = " and ".join(f"$({name})" for name in variables)
    keys = ", ".join(reference_to(secret, name)["secretKeyRef"]["key"] for name in variables)
    takes, key = ("takes", "key") if len(variables) == 1 else ("take", "keys")
    return f"{places} {takes} the secret's place, from the {key} {keys} of the Secret {secret}, and all else stays"


def unexpanded(text: str) -> str:
    """Return a text as it is written where Kubernetes looks for ``$(NAME)``: ``$$`` is one dollar sign."""
    return re.sub(r"\$(?=[$(])", "$$", text)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for match in _IN_ADDRESS.finditer(text):
        if is_literal(match["value"], Meaning.PASSWORD):
            yield match.span("value")
    separator = ";" if ";" in text else " "
    found = list(_parts(text, separator))
    if all(match is not None for match in found):
        yield from (match.span("value") for match in found if match is not None and _is_secret(match))


def _parts(text: str, separator: str) -> Iterator[re.Match[str] | None]:
    """Yield each part that sets something; nothing for one that does not, unless it is an option by itself."""
    start = 0
    for part in text.split(separator):
        end = start + len(part)
        if part.strip() and not (separator == " " and _OPTION.fullmatch(part)):
            yield _PART.fullmatch(text, start, end)
        start = end + 1


def _is_secret(part: re.Match[str]) -> bool:
    wanted = meaning(part["name"])
    return wanted in _LITERAL and bool(part["value"]) and is_literal(part["value"], wanted)
