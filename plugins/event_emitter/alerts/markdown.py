"""An alert as the Markdown of Teams' cards: its words stand as they are, each line is one, and its link can be opened.

What cards understand, and that lines outside of a list have to be a blank one apart:
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
"""

import re
from itertools import pairwise

#: What is bold, slanted or a link there, and what takes that away.
_SIGNS = re.compile(r"([\\*_\[\]])")
_LINK = re.compile(r"See (https?://\S+)")


def words(text: str) -> str:
    """Return text in which nothing is Markdown.

    Args:
        text: one line of plain text.
    """
    return _SIGNS.sub(r"\\\1", text)


def card_text(body: str) -> str:
    """Return an alert's text for a card: what is wrong as a list, and the rest below it.

    Args:
        body: what ``body_of`` made.
    """
    lines = [_line(line) for line in body.splitlines() if line]
    text = lines[0] if lines else ""
    for before, line in pairwise(lines):
        both = before.startswith("- ") and line.startswith("- ")
        text += ("\n" if both else "\n\n") + line
    return text


def _line(line: str) -> str:
    link = _LINK.fullmatch(line)
    if link is None:
        return words(line)
    address = link[1].replace("(", "%28").replace(")", "%29")
    return f"See [{words(link[1])}]({address})"
