"""``orValue`` and ``or`` on values that are no optional ones.

The API server's CEL gives back such a value as it is; the library here has no value for it. So the call is written in
a way that asks first: ``x.orValue(y)`` becomes ``[x].map(v, type(v) == optional_type ? v.orValue(y) : v)[0]``.
"""

from foundation.model.expressions import expression
from plugins.k8s_validator.admission.cel.literals import masked

_CALL = expression(r"\.\s*(orValue|or)\s*\(")
#: A name that nobody gives a variable of theirs.
_HELD = "__held"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_WORD = expression(r"\w")


def tolerant(text: str) -> str:
    """Return an expression that has the same value and makes do with values that are no optional ones.

    Args:
        text: an expression that compiles.
    """
    place = 0
    while True:
        plain = masked(text)
        call = _CALL.search(plain, place)
        if call is None:
            return text
        start, end = _receiver(plain, call.start()), _end(plain, call.end())
        if start == call.start() or end is None:
            place = call.end()
            continue
        head = f"[dyn({text[start : call.start()]})].map({_HELD}, type({_HELD}) == optional_type ? {_HELD}.{call[1]}("
        text = f"{text[:start]}{head}{text[call.end() : end]} : {_HELD})[0]{text[end:]}"
        place = start + len(head)


def _receiver(plain: str, end: int) -> int:
    """Return where the value starts that a member is asked of: a chain of names, calls and indices."""
    start = end
    while True:
        at = len(plain[:start].rstrip())
        if at and plain[at - 1] in _PAIRS:
            start = _opening(plain, at - 1)
            # A name right before a bracket is called or indexed; one further off is another word.
            if start and (_WORD.match(plain[start - 1]) or plain[start - 1] in _PAIRS):
                continue
        else:
            while at and _WORD.match(plain[at - 1]):
                at -= 1
            start = at
        before = plain[:start].rstrip()
        chain = before.removesuffix("?") if before.endswith(".?") else before
        if not chain.endswith("."):
            return start
        start = len(chain) - 1


def _opening(plain: str, closing: int) -> int:
    depth, at = 0, closing
    while at >= 0:
        depth += (plain[at] in _PAIRS) - (plain[at] in _PAIRS.values())
        if depth == 0:
            return at
        at -= 1
    return 0


def _end(plain: str, start: int) -> int | None:
    """Return the place after a call's closing bracket."""
    depth = 1
    for at in range(start, len(plain)):
        depth += (plain[at] in _PAIRS.values()) - (plain[at] in _PAIRS)
        if depth == 0:
            return at + 1
    return None
