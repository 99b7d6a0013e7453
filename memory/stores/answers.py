"""What servers answered, or are still to answer."""

from memory.backend import Expected
from memory.records.answers import AnswerRecord
from memory.stores.table import Kind, Table

ANSWERS = Kind("answer", AnswerRecord, lambda answer: answer.id)


class Answers(Table[AnswerRecord]):
    """The answers of a scope."""

    def begin(self, answer: AnswerRecord, expected: Expected) -> None:
        """Write that work at an answer begins.

        Args:
            answer: the answer.
            expected: what ``seen`` gave.

        Raises:
            ChangedError: somebody else has begun with it meanwhile.
        """
        self._backend.write(self._scope, [self._kind.row(answer)], expected=[expected])

    def drop(self, key: str) -> None:
        """Take an answer away: the next one who asks is answered anew."""
        self._backend.write(self._scope, [], removed=[(self._kind.name, key)])
