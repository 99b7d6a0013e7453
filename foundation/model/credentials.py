"""User names and passwords that stand before a host: they are never said, wherever they were quoted from."""

import re

#: What stands for them in a message.
HIDDEN = "(a secret)"
#: ``://user:password@``, ``://token@``, and without a scheme, as in an image reference, ``user:password@host``. The
#: digest of an image stands behind an @ too, and a reference to a variable gives nothing away.
_USER_INFO = re.compile(
    r"""(?<=://)(?![$%{])[^\s/?#@:"'<>]*+(?::(?![$%{])[^\s/?#"'<>]*)?@"""
    r"""|(?<![^\s"'=,;([{<>`])(?![$%{])[^\s/?#@:"'<>=,;(\[{]++:(?![$%{])[^\s/?#"'<>]+@(?!sha(?:256|384|512):)(?=[\w.\[-])"""
)


def has_credentials(text: str) -> bool:
    """Tell whether an address in a text carries a user's name with a password, or a token."""
    return "@" in text and _USER_INFO.search(text) is not None


def without_credentials(text: str) -> str:
    """Return a text without what stands before the hosts of its addresses."""
    return _USER_INFO.sub(f"{HIDDEN}@", text) if "@" in text else text
