"""YAML, JSON and Helm templates in colours: a line is cut into pieces, each of which a class of the style sheet shows.

A line is looked at by itself, so that a page of a long file costs what it shows; text that goes over several lines is
therefore shown as what each of them looks like.
"""

import re
from collections.abc import Iterator

#: What a line can have, the first that fits: a template's action, a comment, a key, quoted text, what is no text. No
#: part is looked at twice, whatever stands in a line; quoted text that is not closed goes to its end.
_PIECES = re.compile(
    r"""(?P<action>\{\{[^{}]*+\}\})"""
    r"""|(?P<comment>(?:^|(?<=\s))\#.*$)"""
    r"""|(?P<key>(?:^\s*+(?:-\s++)*+|(?<=[{,]\s)|(?<=[{,]))(?:"[^"\\]*+"|'[^']*+'|[\w./$-]++)(?=:(?:\s|$)))"""
    r"""|(?P<string>"(?:[^"\\]|\\.)*+(?:"|\\?$)|(?<!\w)'[^']*+(?:'|$))"""
    r"""|(?P<constant>(?<![\w./:-])(?:true|false|null|~|-?\d++(?:\.\d++)?)(?![\w./:-]))"""
)
#: Ends of names of files that are of one of these kinds.
_KINDS = (".yaml", ".yml", ".json", ".tpl", ".jsonl", ".yaml.tmpl")


def is_highlighted(path: str) -> bool:
    """Tell whether a file is of a kind that is shown in colours."""
    return path.endswith(_KINDS)


def pieces_of(text: str) -> list[tuple[str, str]]:
    """Return the pieces of a line, each with its class; what has none has an empty one.

    Args:
        text: the line.
    """
    return list(_pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    end = 0
    for found in _PIECES.finditer(text):
        if found.start() > end:
            yield "", text[end : found.start()]
        yield found.lastgroup or "", found[0]
        end = found.end()
    if end < len(text):
        yield "", text[end:]
