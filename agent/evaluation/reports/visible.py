"""Text of strangers for a page: whoever reads it sees every character that is in it."""

import unicodedata

#: Control and format characters (direction marks, zero widths, tags), surrogates, private ones, unassigned ones, and
#: separators of lines and paragraphs.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str) -> str:
    """Return a text with its invisible characters by number, as in ``⟨U+202E⟩``; line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"⟨U+{ord(character):04X}⟩"
        if unicodedata.category(character) in _HIDDEN and character not in "\n\t"
        else character
        for character in text
    )
