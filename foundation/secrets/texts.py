"""Secrets inside longer text: assignments in whatever format, addresses with a password, headers."""

import re
from collections.abc import Iterator

from foundation.model.expressions import expression
from foundation.secrets.commands import passwords_in_text
from foundation.secrets.names import Meaning, meaning, names_a_thing
from foundation.secrets.values import is_literal, is_switch, is_way

#: What is set, up to the value. A bare colon needs a space after it, or images and ports would count.
#: It begins only where no name goes on, and gives nothing back, so that it takes linear time.
_ASSIGNMENT = expression(
    r"""(?<![\w.-])-*+([A-Za-z_][\w.-]*+)(?:\\*["'])?\]?[ \t]*+"""
    r"""(?::?=>?(?![=~])[ \t]*+|(:)(?:[ \t]++|(?=\\*["'])))(\\*["'])?"""
)
#: ``<password>x</password>`` and ``<Property name="password">x</Property>``.
_ELEMENT = expression(r"""<([A-Za-z][\w.:-]*+)>([^<>\s]+)</""")
_NAMED_ELEMENT = expression(r"""\b(?:name|key)=["']([\w.-]++)["']\s*+>([^<>\s]+)</""", re.IGNORECASE)
#: An option and its value in one text; the words are those of somebody who explains the option.
_OPTION = expression(
    r"(?<![\w-])--?([A-Za-z][\w.-]*+)[ \t]++"
    r"(?!(?:and|can|for|from|if|in|is|may|must|not|option|or|the|to|with)\b)([^\s-]\S*)"
)
#: Entries such as ``name: DB_PASSWORD`` with ``value: ...`` and ``key="Password" value="..."``.
_ENTRY = expression(
    r"""\b(?:name|key)["']?\s*+[:=]\s*+["']?([\w.-]++)["']?[\s,;]++["']?value["']?\s*+[:=]\s*+["']?([^\s"'<>]++)""",
    re.IGNORECASE,
)
_USER_INFO = expression(r"""://[^\s/?#@:"'<>]*+:([^\s/?#"'<>]+)@""")
#: Where a host begins that a user and a password may stand before without a scheme, as in an image reference or a data
#: source of Go; digests of images stand there, too.
_HOST = expression(r"@(?!sha(?:256|384|512):)[\w.\[-]")
#: What ends a word, and what the user's name in it begins after.
_END_OF_WORD = expression(r"""[\s"'<>`/?#]""")
_USER = expression(r"[^=,;()\[\]{}|$%@]+\Z")
#: Mail addresses, packages and times of day have that form, and no password.
_NO_USER = expression(
    r"mailto|sips?|xmpp|acct|e?-?mail|contact|owner|author|maintainer|from|to|b?cc|npm|jsr|workspace|https?|[0-9]+",
    re.IGNORECASE,
)
#: Characters of user and password together.
_LONGEST_USER = 300
_AUTHORIZATION = expression(
    r"""\bauthorization\\*["']?\s*+[:=,]?\s*+\\*["']?(?:bearer|basic|token|apikey|digest)\s++([^\s"'\\]+)""",
    re.IGNORECASE,
)
#: Credentials, other than the words of somebody who writes about them.
_ENCODED = expression(r"(?=[^A-Z0-9=]*[A-Z0-9=])[\w.~+/=-]{6,}")
_SIGNATURE = expression(r"[?&;]sig=(?:[\w+/=-]|%[0-9A-Fa-f]{2}){20}")
#: Code that gets the value from somewhere: calls, subscripts, attributes.
_CODE = expression(r"[A-Za-z_][\w.]*[\[(].*|(?:process\.env|os\.environ|var|local)\..+")
_ATTRIBUTE = expression(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
#: A shell's output of a command, which may hold quotes of its own; what it only echoes is there to be read.
_SUBSTITUTION = expression(
    r"""\$\((?!\s*+(?:echo|printf)\b)(?:[^()\n]++|\((?:[^()\n]++|\([^()\n]*+\))*+\))*+\)"""
    r"""|`(?!\s*+(?:echo|printf)\b)[^`\n]++`"""
)
#: What follows a key whose value stands on the lines below it: a block of YAML, or a long text of TOML.
_BLOCK = expression(r"[|>][0-9+-]{0,2}[ \t]*+(?:#[^\n]*+)?\n\s*+([^\n]*+)")
_LONG_TEXT = expression(r"""(?:""|'')\s*+([^\n"']*+)""")
#: ``machine db login app password x`` of .netrc, and ``requirepass x`` of Redis, which have no sign between the two.
_WITHOUT_SIGN = expression(
    r"\blogin[ \t]++\S++\s++password[ \t]++(\S++)|^[ \t]*+(?:requirepass|masterauth)[ \t]++(?![:=])(\S++)", re.MULTILINE
)
_STRUCTURE = tuple("`{[(<|>")
_STRUCTURE_OF_YAML = tuple("*&!%@")
_END_BY_COLON = expression(r"\s#|,\s|[\"']")
_END = expression(r"[\s;&,\"']")
#: Characters of a value that are looked at.
_WINDOW = 500
_LITERAL = frozenset({Meaning.PASSWORD, Meaning.SECRET, Meaning.REFERABLE})


def assigns_secret(text: str) -> bool:
    """Tell whether something in the text is set to a literal secret."""
    return any(is_literal(value, wanted) for wanted, value in _assignments(text))


def gives_password(text: str) -> bool:
    """Tell whether a command in the text is given a literal password by an option whose name does not tell."""
    return any(is_literal(password, Meaning.PASSWORD) for password in passwords_in_text(text))


def has_password_in_address(text: str) -> bool:
    """Tell whether an address in the text, with its scheme or without, carries a literal password."""
    return any(
        not password.startswith(("{", "%")) and is_literal(password, Meaning.PASSWORD)
        for password in (*(match[1] for match in _USER_INFO.finditer(text)), *_passwords_before_hosts(text))
    )


def _passwords_before_hosts(text: str) -> Iterator[str]:
    for host in _HOST.finditer(text):
        word = _END_OF_WORD.split(text[max(0, host.start() - _LONGEST_USER) : host.start()])[-1]
        before, _, password = word.partition(":")
        user = _USER.search(before)
        if password and user is not None and _NO_USER.fullmatch(user[0]) is None:
            yield password


def has_authorization(text: str) -> bool:
    """Tell whether the text has an authorization header with literal credentials."""
    return any(
        _ENCODED.match(match[1]) is not None and is_literal(match[1], Meaning.SECRET)
        for match in _AUTHORIZATION.finditer(text)
    )


def has_access_signature(text: str) -> bool:
    """Tell whether an address in the text carries Azure's shared access signature."""
    return "sig=" in text and _SIGNATURE.search(text) is not None


def _assignments(text: str) -> Iterator[tuple[Meaning, str]]:
    """Yield what is set to what, as far as the names tell of a secret."""
    for match in _ASSIGNMENT.finditer(text):
        wanted = meaning(match[1])
        if wanted in _LITERAL:
            value = _value(text[match.end() : match.end() + _WINDOW], match[3], by_colon=match[2] is not None)
            if not match[1].endswith(f".{value}"):  # self.password = password
                yield wanted, value
    patterns = (_ELEMENT, _NAMED_ELEMENT, _ENTRY) if "</" in text else (_ENTRY,)
    for match in (match for pattern in patterns for match in pattern.finditer(text)):
        wanted = meaning(match[1])
        if wanted in _LITERAL and not match[2].startswith(_STRUCTURE):
            yield wanted, match[2]
    for match in _OPTION.finditer(text):
        wanted = meaning(match[1])
        if wanted in _LITERAL:
            quote = match[2][0] if match[2][0] in "\"'" else ""
            yield wanted, _quoted(match[2][1:], quote) if quote else _bare(match[2][:_WINDOW], by_colon=False)
    if "login" in text or "requirepass" in text or "masterauth" in text:
        yield from ((Meaning.PASSWORD, (match[1] or match[2]).strip("\"'")) for match in _WITHOUT_SIGN.finditer(text))


def _value(rest: str, quote: str | None, *, by_colon: bool) -> str:
    """Return what is set: on the same line, or below it where the line says so."""
    long = _LONG_TEXT.match(rest) if quote else _BLOCK.match(rest) if by_colon else None
    if long is not None and (long[1] or not quote):
        return _bare(long[1], by_colon=by_colon)
    line = rest.partition("\n")[0]
    return _quoted(line, quote) if quote else _bare(line, by_colon=by_colon)


def _quoted(rest: str, quote: str) -> str:
    """Return a value in quotes, or nothing if it is a placeholder or a label for people: "Forgot your password?"."""
    if _SUBSTITUTION.match(rest):
        return ""
    value = rest.partition(quote)[0].strip()
    labels = (" " in value or value[:1].isupper()) and re.search(r"[0-9]", value) is None and names_a_thing(value)
    return "" if labels or value.startswith("<") else value


def _bare(rest: str, by_colon: bool) -> str:
    """Return a value without quotes, or nothing if it is structure, code or prose."""
    value = (_END_BY_COLON if by_colon else _END).split(rest, maxsplit=1)[0].rstrip(" \t\r;,")
    value = value if "{" in value else value.rstrip("} ")
    if value.startswith(_STRUCTURE) or (by_colon and value.startswith(_STRUCTURE_OF_YAML)):
        return ""
    if value.startswith("$") and not value.startswith("${"):
        return ""
    if _is_code_of_call(value) or _CODE.fullmatch(value) or (_ATTRIBUTE.fullmatch(value) and names_a_thing(value)):
        return ""
    return "" if is_way(value) or re.search(r"\s", value) else value


def _is_code_of_call(value: str) -> bool:
    """Tell whether a value is the last argument of a call or a signature: ``password=None):``, ``token=token)``."""
    bare = value.rstrip(")]:")
    return bare != value and (is_switch(bare) or (bare.isalpha() and names_a_thing(bare)))
