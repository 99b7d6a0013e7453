"""Whether a component type is novel, or a known one that somebody misspelt."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

#: Words this alike are the same word with a slip in it; kinds of components differ by more.
_SAME = 0.85


def is_misspelt(component_type: str, known: Iterable[str]) -> bool:
    """Tell whether a type is nearly a known one; then nobody should draft it."""
    folded = _folded(component_type)
    return any(SequenceMatcher(None, folded, _folded(name)).ratio() >= _SAME for name in known)


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
