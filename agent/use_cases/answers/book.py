"""The book of answers: what was answered, and what is still to be, wherever it was asked for."""

from collections.abc import Callable
from datetime import datetime

from foundation.model.access import Principal
from foundation.model.run.step import Step
from memory.backend import ChangedError
from memory.memory import Memory
from memory.records.answers import AnswerRecord, answer_id
from memory.stores.answers import Answers

__all__ = ["LEASE_SECONDS", "AnswerBook", "AnswerRecord"]

#: Seconds after which nobody works any longer at what was begun, if nothing was heard of it.
LEASE_SECONDS = 60


class AnswerBook:
    """Keeps answers in the memory of whoever asked; every method raises ``OutsideError`` if it cannot be used.

    Args:
        memory: the memory.
        default_tenant: gives the tenant of whoever has them all.
        now: UTC time, ISO 8601; the real one.
    """

    def __init__(self, memory: Memory, default_tenant: Callable[[], str], now: Callable[[], str]) -> None:
        self._memory = memory
        self._default_tenant = default_tenant
        self._now = now

    def begin(self, who: Principal, name: str, request: str = "") -> tuple[AnswerRecord, bool]:
        """Write down that work at an answer begins, unless somebody began before.

        Args:
            who: who asks.
            name: what they know the answer by.
            request: digest of what is asked.

        Returns:
            The record, and whether it is new. What a server began that has gone is begun anew.
        """
        answers = self._of(who)
        begun = AnswerRecord(id=_id(who, name), request=request, recorded_at=self._now())
        while True:
            found, expected = answers.seen(begun.id)
            if found is not None and not (self.is_lost(found) and found.request == request):
                return found, False
            try:
                answers.begin(begun, expected)
            except ChangedError:
                continue
            return begun, True

    def find(self, who: Principal, name: str) -> AnswerRecord | None:
        """Return what is known of an answer, if there is anything."""
        return self._of(who).get(_id(who, name))

    def is_lost(self, record: AnswerRecord) -> bool:
        """Tell whether whoever worked at an answer has gone."""
        heard, now = (datetime.fromisoformat(at) for at in (record.recorded_at, self._now()))
        return record.state == "begun" and (now - heard).total_seconds() > LEASE_SECONDS

    def go_on(self, who: Principal, record: AnswerRecord, step: Step | None = None) -> AnswerRecord:
        """Write down that an answer is still worked at, and return its record.

        Args:
            who: who asks.
            record: the record as it was written last.
            step: the step that is under way, if there are any.
        """
        after = record.model_copy(update={"recorded_at": self._now(), "step": step})
        try:
            self._of(who).replace(record, after)
        except ChangedError:  # it is there already, or another server has taken it over
            return record
        return after

    def end(self, who: Principal, ended: AnswerRecord) -> None:
        """Write down what an answer is."""
        self._of(who).put(ended.model_copy(update={"recorded_at": self._now()}))

    def drop(self, who: Principal, record: AnswerRecord) -> None:
        """Forget an answer that does not count: whoever asks again is answered anew."""
        self._of(who).drop(record.id)

    def _of(self, who: Principal) -> Answers:
        own = who.visible
        return self._memory.of(own[0] if own else self._default_tenant()).answers


def _id(who: Principal, name: str) -> str:
    return answer_id(who.source, who.name, name)
