"""Drop dead letters: nobody needs them any longer."""

from collections.abc import Sequence

from agent.use_cases.dead_letters.finding import find_dead_letters
from memory.backend import ChangedError
from memory.memory import Memory
from memory.records.dead_letters import ListedLetter


def drop_dead_letters(ids: Sequence[str], tenant: str | None = None, *, memory: Memory) -> int:
    """Take dead letters away.

    Args:
        ids: their ids; all of them, if none is named.
        tenant: whose; everybody's by default.
        memory: the memory.

    Returns:
        Their number.

    Raises:
        InputError: with every id that no letter has.
        OutsideError: memory cannot be used.
    """
    found = find_dead_letters(ids, tenant, memory=memory)
    return sum(drop_dead_letter(one, memory=memory) for one in found)


def drop_dead_letter(found: ListedLetter, *, memory: Memory) -> bool:
    """Take a dead letter away, if it is still as it was found.

    Args:
        found: the letter.
        memory: the memory.

    Returns:
        Whether it was.

    Raises:
        OutsideError: memory cannot be used.
    """
    try:
        memory.of(found.tenant).dead_letters.remove(found.letter)
    except ChangedError:
        return False
    return True
