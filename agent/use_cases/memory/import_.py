"""Import: what another memory exported."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from memory.memory import Memory
from memory.transfer import check_lines, import_lines


class ImportCommand(FrozenModel):
    """What to import.

    Attributes:
        file: the file with the lines.
    """

    file: str


class Imported(FrozenModel):
    """What was imported.

    Attributes:
        records: number of records by kind.
    """

    records: dict[str, int]


def import_memory(command: ImportCommand, *, memory: Memory) -> Imported:
    """Write the records of a file; nothing is written if a line is wrong.

    Args:
        command: what to import.
        memory: the memory.

    Raises:
        InputError: with every line that is no record, or the file cannot be read.
        OutsideError: memory cannot be written.
    """
    with _opened(command.file) as file:
        check_lines(file, command.file)
        file.seek(0)
        return Imported(records=import_lines(memory.backend, file))


@contextmanager
def _opened(name: str) -> Iterator[IO[str]]:
    try:
        with open(name, encoding="utf-8") as file:
            yield file
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
        message = f"the file cannot be read: {reason}"
        remedy = "Name a file that `infra-engineer memory export` wrote."
        raise InputError(Problem(code="file-unreadable", message=message, remedy=remedy, file=name)) from error
