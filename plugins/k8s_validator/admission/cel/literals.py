"""Text literals in expressions."""

from foundation.model.expressions import expression

_LITERAL = expression(
    r"[rRbB]{0,2}(\"\"\"(?:.|\n)*?\"\"\"|'''(?:.|\n)*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
)


def masked(text: str, mark: str = "_") -> str:
    """Return an expression of the same length whose text literals say nothing.

    Args:
        text: the expression.
        mark: the one character that stands for each of a literal's.
    """
    return _LITERAL.sub(lambda match: mark * len(match[0]), text)
