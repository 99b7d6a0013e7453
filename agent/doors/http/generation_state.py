"""How far a generation has come that nobody waits for, as its client is told."""

from dataclasses import dataclass
from typing import Literal

from agent.doors.http.json_bytes import with_member
from foundation.model.run.step import Step

Status = Literal["running", "done", "failed", "cancelled"]


@dataclass(frozen=True)
class State:
    """How far one has come.

    Attributes:
        id: its id.
        status: what has become of it.
        step: the step that began last.
        answer_status: the status that it would have been answered with.
        answer: what it would have been answered with, as JSON.
    """

    id: str
    status: Status
    step: Step | None = None
    answer_status: int | None = None
    answer: bytes = b"null"

    @property
    def json(self) -> bytes:
        """The same as JSON."""
        step = self.step.model_dump() if self.step is not None else None
        told = {"id": self.id, "status": self.status, "step": step, "answer_status": self.answer_status}
        return with_member(told, "answer", self.answer)


def ended(status: int) -> Status:
    """Return what has become of one that was answered.

    Args:
        status: the status of the answer.
    """
    return "done" if status < 400 else "failed"
