"""Export: all that memory holds, as lines that any memory takes."""

from collections.abc import Iterator

from foundation.model.base import FrozenModel
from memory.memory import Memory
from memory.transfer import exported


class ExportCommand(FrozenModel):
    """Of what.

    Attributes:
        tenant: whose records; everybody's by default.
    """

    tenant: str | None = None


def export(command: ExportCommand, *, memory: Memory) -> Iterator[str]:
    """Yield the lines.

    Args:
        command: of what.
        memory: the memory.

    Raises:
        OutsideError: it cannot be read.
    """
    yield from exported(memory.backend, command.tenant)
