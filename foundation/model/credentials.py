"""User names and passwords that stand before a host, and tokens: never said, wherever they were quoted from."""

from foundation.model.expressions import expression
from foundation.model.token_forms import without_tokens

#: What stands for them in a message.
HIDDEN = "(a secret)"
#: ``://user:password@``, ``://token@``, and without a scheme, as in an image reference, ``user:password@host``. The
#: digest of an image stands behind an @ too, and a reference to a variable gives nothing away. A password has an end
#: here, or looking for it would take time in proportion to the text's square.
_USER_INFO = expression(
    r"""(?<=://)(?![$%{])[^\s/?#@:"'<>]*+(?::(?![$%{])[^\s/?#"'<>]*)?@"""
    r"""|(?<![^\s"'=,;([{<>`])(?![$%{])[^\s/?#@:"'<>=,;(\[{`]++:(?![$%{])[^\s/?#"'<>]{1,300}@(?!sha(?:256|384|512):)(?=[\w.\[-])"""
)


def has_credentials(text: str) -> bool:
    """Tell whether an address in a text carries a user's name with a password, or a token."""
    return "@" in text and _USER_INFO.search(text) is not None


def without_credentials(text: str) -> str:
    """Return a text without what stands before the hosts of its addresses."""
    return _USER_INFO.sub(f"{HIDDEN}@", text) if "@" in text else text


def without_secrets(text: str) -> str:
    """Return a text without what stands before the hosts of its addresses, and without tokens of a known form."""
    return without_tokens(without_credentials(text), HIDDEN)
