"""From a place inside an expression to its place in the YAML file that holds it."""

from foundation.model.expressions import expression
from foundation.source.tree import Position

_LINE_BREAK = expression("\r\n|\r|\n")


def place_in_file(text: str, scalar: Position, expression: str, inside: Position) -> Position:
    """Return line and column in the file.

    Args:
        text: the file.
        scalar: where the expression's scalar starts.
        expression: what the scalar says.
        inside: line and column inside the expression, from 1.
    """
    lines = _LINE_BREAK.split(text)
    first, start = scalar
    line, column = inside
    head = lines[first - 1][start - 1 :] if first <= len(lines) else ""
    if head[:1] == "|":
        indent = next((len(row) - len(row.lstrip(" ")) for row in lines[first:] if row.strip()), 0)
        return first + line, indent + column
    offset = sum(len(row) + 1 for row in expression.split("\n")[: line - 1]) + column - 1
    if head[:1] == ">":
        return _folded(lines, first, expression, offset) or scalar
    if expression in head:
        return first, start + head.index(expression) + offset
    quoted = head[:1] in ("'", '"')
    return (first, start + quoted + offset) if line == 1 and head.rstrip()[-1:] == head[:1] and quoted else scalar


def _folded(lines: list[str], first: int, expression: str, offset: int) -> Position | None:
    """Find each line of the file in what the parser made of them all."""
    end = 0
    for number, row in enumerate(lines[first:], first + 1):
        piece = row.strip()
        start = expression.find(piece, end) if piece else -1
        if start < 0:
            continue
        end = start + len(piece)
        if offset <= end:
            return number, row.index(piece) + 1 + max(offset - start, 0)
    return None
