"""Bury what came to nothing for good: as a dead letter in the memory of whom it concerns."""

from collections.abc import Callable, Sequence

from agent.use_cases.dead_letters.keeping import CameIn, event_letter, unreadable_letter, work_letter
from agent.use_cases.fleet.job import Job
from foundation.model.errors import AgentError
from foundation.model.incoming import IncomingEvent
from memory.memory import Memory
from memory.records.dead_letters import DeadLetter


class Burial:
    """Keeps dead letters; every method raises ``OutsideError`` if memory cannot be written.

    Args:
        memory: the memory.
        default_tenant: returns the tenant of whatever is nobody's.
        now: UTC time, ISO 8601.
        tell: takes where a letter came in, and why it is one; not again for one that is kept already.
    """

    def __init__(
        self,
        memory: Memory,
        default_tenant: Callable[[], str],
        now: Callable[[], str],
        tell: Callable[[str, Sequence[str]], None] = lambda _place, _reasons: None,
    ) -> None:
        self._tell = tell
        self._memory = memory
        self._default_tenant = default_tenant
        self._now = now

    def unreadable(self, content: bytes, came: CameIn, error: AgentError) -> None:
        """Keep that something came in that is no event, or that nobody could take."""
        self._keep(None, unreadable_letter(content, came, error, self._now()))

    def event(self, event: IncomingEvent, came: CameIn, tenants: frozenset[str] | None, error: AgentError) -> None:
        """Keep an event that was refused; with the tenant that it names, if its sender may speak for that one."""
        named = event.payload.tenant
        own = named if named is not None and (tenants is None or named in tenants) else None
        self._keep(own, event_letter(event, came, error.problems, self._now()))

    def work(self, job: Job, error: AgentError) -> None:
        """Keep work that an event asked for."""
        bundle = job.request.bundle
        self._keep(bundle.tenant, work_letter(job, bundle.component.name, error, self._now()))

    def _keep(self, tenant: str | None, letter: DeadLetter) -> None:
        letters = self._memory.of(tenant or self._default_tenant()).dead_letters
        before = letters.get(letter.id)
        letters.put(letter if before is None else letter.model_copy(update={"times": before.times + 1}))
        if before is None:
            self._tell(letter.channel, [problem.message for problem in letter.problems])
