"""Tables of the generated pages."""

import re

_MARKS = "<!-- {0} -->\n", "<!-- end of {0} -->\n"


def row(*cells: str) -> str:
    """Return a line of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def with_part(page: str, name: str, text: str) -> str:
    """Return a page with what stands between a pair of marks written anew.

    Args:
        page: the page's text.
        name: the name in the marks.
        text: what is to stand there, whole lines.
    """
    start, end = (mark.format(name) for mark in _MARKS)
    return re.sub(f"{re.escape(start)}.*?{re.escape(end)}", lambda _: start + text + end, page, flags=re.DOTALL)
