"""Actions of Helm's templates as pipelines of commands: enough of the language to know what is handed to what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.model.expressions import expression

_TOKEN = expression(
    r"""(?P<text>"(?:\\.|[^"\\])*+"|`[^`]*+`|'(?:\\.|[^'\\\n])*+')|(?P<open>\()|(?P<close>\))|(?P<pipe>\|)"""
    r"""|(?P<assign>:?=|,)|(?P<name>[\w.$]++)|(?P<other>\s++|.)""",
    re.DOTALL,
)
#: Words that stand before a pipeline.
_CONTROL = frozenset(["block", "break", "continue", "define", "else", "end", "if", "range", "template", "with"])
#: Commands inside each other, at most; deeper ones are read as if they stood beside each other.
_DEEPEST = 100


@dataclass(frozen=True)
class Command:
    """One command: a function or a value, with what it is given.

    Attributes:
        operands: names as they are written, texts with their quotes, and pipelines in brackets.
    """

    operands: "tuple[str | Pipeline, ...]"

    @property
    def function(self) -> str:
        """The function that it calls; empty if it is a value."""
        head = self.operands[0]
        return head if isinstance(head, str) and head[:1].isalpha() and "." not in head else ""


#: Commands, each of which gets what the one before gives.
Pipeline = tuple[Command, ...]


def pipelines(action: str) -> list[Pipeline]:
    """Return the pipelines of an action: several, where it assigns or lists."""
    stack: list[_Open] = [_Open()]
    done: list[Pipeline] = []
    for match in _TOKEN.finditer(action):
        kind, token = match.lastgroup, match[0]
        if kind == "open" and len(stack) < _DEEPEST:
            stack.append(_Open())
        elif kind == "close" and len(stack) > 1:
            inner = stack.pop().end()
            stack[-1].operands.append(inner)
        elif kind == "pipe":
            stack[-1].next()
        elif kind == "assign" and len(stack) == 1:
            done.append(stack.pop().end())
            stack.append(_Open())
        elif kind == "text" or (kind == "name" and token not in _CONTROL):
            stack[-1].operands.append(token)
    while stack:
        done.append(stack.pop().end())
    return [each for each in done if each]


def all_pipelines(action: str) -> Iterator[Pipeline]:
    """Yield the pipelines of an action with those in brackets."""
    waiting = pipelines(action)
    while waiting:
        pipeline = waiting.pop()
        yield pipeline
        waiting += [operand for command in pipeline for operand in command.operands if isinstance(operand, tuple)]


class _Open:
    """A pipeline that has not ended."""

    def __init__(self) -> None:
        self.operands: list[str | Pipeline] = []
        self._commands: list[Command] = []

    def next(self) -> None:
        if self.operands:
            self._commands.append(Command(tuple(self.operands)))
        self.operands = []

    def end(self) -> Pipeline:
        self.next()
        return tuple(self._commands)
