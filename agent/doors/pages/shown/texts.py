"""Several texts, each with what was found at its lines."""

from collections.abc import Mapping, Sequence

from agent.doors.pages.shown.bundles import Told
from agent.doors.pages.shown.files import text_of
from agent.doors.pages.shown.lines import Line, lines_of
from foundation.model.base import FrozenModel


class Shown(FrozenModel):
    """A text.

    Attributes:
        number: its number, from one.
        name: its name.
        lines: its lines that are shown; of several texts, those alone in which something was found.
        found: how much was found in it.
    """

    number: int
    name: str
    lines: list[Line]
    found: int


def texts_of(files: Mapping[str, bytes], told: Sequence[Told]) -> list[Shown]:
    """Return texts with what was found in them.

    Args:
        files: the texts by their names.
        told: what was found.
    """
    return [_shown(number, name, files[name], told, alone=len(files) == 1) for number, name in enumerate(files, 1)]


def _shown(number: int, name: str, content: bytes, told: Sequence[Told], *, alone: bool) -> Shown:
    own = [one for one in told if one.text == number]
    marks = [(one.line, one.number) for one in own if one.line is not None]
    lines = lines_of(text_of(content) or "", marks, near=not alone) if alone or marks else []
    return Shown(number=number, name=name, lines=lines, found=len(own))
