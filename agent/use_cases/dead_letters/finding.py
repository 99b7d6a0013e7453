"""Dead letters by tenant and by name."""

from collections.abc import Sequence

from agent.use_cases.history.finding import tenants_asked
from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean
from memory.memory import Memory
from memory.records.dead_letters import ListedLetter as ListedLetter


def list_dead_letters(tenant: str | None = None, *, memory: Memory) -> list[ListedLetter]:
    """Return what came to nothing for good, the oldest first, tenant by tenant.

    Args:
        tenant: whose; everybody's by default.
        memory: the memory.

    Raises:
        OutsideError: memory cannot be read.
    """
    tenants = tenants_asked(tenant, memory)
    return [
        ListedLetter(tenant=one, letter=letter) for one in tenants for letter in memory.of(one).dead_letters.oldest()
    ]


def find_dead_letters(ids: Sequence[str], tenant: str | None = None, *, memory: Memory) -> list[ListedLetter]:
    """Return dead letters by their ids; all of them, if none is named.

    Args:
        ids: their ids.
        tenant: whose; everybody's by default.
        memory: the memory.

    Raises:
        InputError: with every id that no letter has.
        OutsideError: memory cannot be read.
    """
    found = list_dead_letters(tenant, memory=memory)
    known = {one.letter.id for one in found}
    if problems := [_unknown(name, known) for name in dict.fromkeys(ids) if name not in known]:
        raise InputError(*problems)
    return [one for one in found if not ids or one.letter.id in ids]


def _unknown(name: str, known: set[str]) -> Problem:
    otherwise = "`infra-engineer worker dead-letters list` shows those that there are."
    return Problem(
        code="dead-letter-unknown",
        message=f"there is no dead letter {name}",
        remedy=did_you_mean(name, sorted(known), otherwise),
    )
