"""Which events came to nothing for good."""

from memory.backend import Expected
from memory.records.dead_letters import DeadLetter
from memory.stores.table import ALL, Kind, Table

DEAD_LETTERS = Kind("dead-letter", DeadLetter, lambda letter: letter.id, lambda _: (ALL,), stays=True)


class DeadLetters(Table[DeadLetter]):
    """The dead letters of a scope."""

    def oldest(self) -> list[DeadLetter]:
        """Return them all, the oldest first."""
        return self.find(*ALL, oldest_first=True)

    def remove(self, letter: DeadLetter) -> None:
        """Take a letter away.

        Raises:
            ChangedError: it has come to nothing once more meanwhile, or somebody else took it away.
        """
        row = self._kind.row(letter)
        expected = [Expected(row.kind, row.key, row.content)]
        self._backend.write(self._scope, [], removed=[(row.kind, row.key)], expected=expected)
