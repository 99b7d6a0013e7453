"""The line of a file that a mistake is about, with a mark under the value; never a line that holds a secret."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from unicodedata import combining, east_asian_width

from foundation.model.credentials import has_credentials
from foundation.model.errors import InputError
from foundation.model.expressions import expression
from foundation.secrets.find import find_secret
from foundation.secrets.names import Meaning, meaning, split
from foundation.secrets.walk import literal_secrets
from foundation.source.document import parse_documents
from foundation.source.tree import Document, Position

#: Characters of a line that are shown; the mark is in the middle of a longer one.
WIDTH = 100
_BREAK = expression("\r\n|\r|\n")
_QUOTED = expression(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_KEY = expression(r"""[^\s:{\[,]+(?=\s*:(?:\s|$))""")
_PLAIN = expression(r"(?:(?! #)(?!:(?: |$)).)+")
_PLAIN_IN_FLOW = expression(r"(?:(?! #)[^,\[\]{}])+")
#: What a misspelt key may have meant; how alike both are, and which words are too short to tell.
_NOUNS, _ALIKE, _SHORT = ("password", "passwd", "secret", "credential"), 0.8, 4
_WORD = expression(r"[A-Za-z_][\w.-]*")
#: Manifests of these hold secrets, under whatever names.
_SECRET = expression(r"""^\s*["']?kind["']?\s*:\s*["']?Secret\b""", re.MULTILINE)


class Excerpts:
    """Shows lines of files.

    Args:
        read: returns the text of a file by the name that messages use; ``None`` if it is none.
    """

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self._read = read
        self._files: dict[str, tuple[list[str], set[int]]] = {}

    def at(self, file: str, line: int, column: int) -> list[str]:
        """Return a line and the mark under its value; nothing, if there is no such line or it is nobody's to see.

        Args:
            file: the file's name.
            line: one-based line.
            column: one-based column at which the value begins.
        """
        if file not in self._files:
            text = self._read(file)
            self._files[file] = _looked_through(text, file) if text is not None else ([], set())
        lines, hidden = self._files[file]
        if line > len(lines) or line in hidden or column > len(lines[line - 1]):
            return []
        return _marked(lines[line - 1], line, column)


def _looked_through(text: str, file: str) -> tuple[list[str], set[int]]:
    """Return a text's lines, and the numbers of those that must not be shown."""
    lines = _BREAK.split(text)
    if _SECRET.search(text):
        return [], set()
    hidden = {number for number, line in enumerate(lines, 1) if has_credentials(line) or find_secret("", line)}
    try:
        documents = parse_documents(text, file)
    except InputError:
        # Nobody knows what belongs to what: a name of a secret is enough.
        return lines, hidden | {number for number, line in enumerate(lines, 1) if _names_a_secret(line)}
    for document in documents:
        hidden |= _secret_lines(document, lines)
    return lines, hidden | _suspected(lines)


def _suspected(lines: list[str]) -> set[int]:
    """Return the lines that may hold a secret under a misspelt key: what belongs to a word for one."""
    hidden: set[int] = set()
    for index, line in enumerate(lines):
        words = _WORD.findall(line)
        suspicious = [place for place, word in enumerate(words) if _nearly_names_a_secret(word)]
        if suspicious:
            # A name that is a value, as of a variable, speaks of the keys beside it too.
            beside = suspicious[-1] > 0 and "{" not in line
            hidden |= {index + 1, *_belonging(lines, index, _indent(line) - beside)}
            hidden |= set(_before(lines, index)) if beside else set()
    return hidden


def _belonging(lines: list[str], index: int, indent: int) -> Iterator[int]:
    """Yield the numbers of the lines after one that are deeper than an indent."""
    for number, text in enumerate(lines[index + 1 :], index + 2):
        if text.strip() and (_indent(text) <= indent or text.lstrip().startswith("- ")):
            return
        yield number


def _before(lines: list[str], index: int) -> Iterator[int]:
    """Yield the numbers of the lines before one that are of the same entry of a list."""
    while index and not lines[index].lstrip().startswith("- ") and _indent(lines[index - 1]) >= _indent(lines[index]):
        index -= 1
        yield index + 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))


def _nearly_names_a_secret(word: str) -> bool:
    if meaning(word) in (Meaning.PASSWORD, Meaning.SECRET):
        return True
    return any(len(part) > _SHORT and get_close_matches(part, _NOUNS, 1, _ALIKE) for part in split(word))


def _names_a_secret(line: str) -> bool:
    return any(meaning(word) is not Meaning.NONE for word in _WORD.findall(line))


def _secret_lines(document: Document, lines: list[str]) -> set[int]:
    hidden: set[int] = set()
    starts = sorted({*document.positions.values(), *document.key_positions.values()})
    for path, _ in literal_secrets(document.data):
        begin = document.positions.get(path)
        if begin is not None:
            hidden |= set(range(begin[0], _end(begin, starts, lines) + 1))
    return hidden


def _end(begin: Position, starts: list[Position], lines: list[str]) -> int:
    """Return the last line of a value: that before the next one, or the same if the value may end there."""
    following = next((start for start in starts if start > begin), None)
    if following is None:
        return len(lines)
    before = lines[following[0] - 1][: following[1] - 1].strip(" \t-?") if following[0] <= len(lines) else ""
    return max(begin[0], following[0] if before else following[0] - 1)


def _marked(text: str, line: int, column: int) -> list[str]:
    start, length = column - 1, _length(text, column - 1)
    left = max(0, min(start - WIDTH // 2, len(text) - WIDTH)) if len(text) > WIDTH else 0
    shown = _visible(text[left : left + WIDTH])
    before = ("…" if left else "") + shown[: start - left]
    head, tail = ("…" if left else ""), ("…" if left + WIDTH < len(text) else "")
    mark = "^" * max(1, _width(shown[start - left : start - left + length]))
    margin = " " * len(str(line))
    return [f"  {line} | {head}{shown}{tail}", f"  {margin} | {' ' * _width(before)}{mark}"]


def _length(text: str, start: int) -> int:
    """Return how many characters the value, or the key, at a column has."""
    rest, before = text[start:], text[:start]
    in_flow = before.count("{") + before.count("[") > before.count("}") + before.count("]")
    if rest[:1] in "{[":
        return len(rest.rstrip()) if not in_flow else 1
    found = _QUOTED.match(rest) or _KEY.match(rest) or (_PLAIN_IN_FLOW if in_flow else _PLAIN).match(rest)
    return len(found[0].rstrip()) if found else 1


def _visible(text: str) -> str:
    """Return a line without what a terminal acts on; a tab is one space wide."""
    return "".join(
        character if character.isprintable() else " " if character == "\t" else "\ufffd" for character in text
    )


def _width(text: str) -> int:
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)
