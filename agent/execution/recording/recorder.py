"""Records runs: what they leave is gathered, and written together before the first event is sent.

A memory that cannot be used never fails a run: it is told, and the run goes on.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import replace

from agent.execution.recording.recording import Recording
from foundation.model.errors import AgentError
from foundation.model.events import Event
from foundation.model.run.rounds import ModelRound
from foundation.model.run.trace import KnownTrace
from memory.drift import drift
from memory.memory import Memory, ScopedMemory, Written
from memory.records.outbox import Delivery, OutboxEntry

#: Rounds of a run that are kept.
_MOST_ROUNDS = 20

_current: ContextVar[Recording | None] = ContextVar("recording", default=None)


class Recorder:
    """Writes to memory what runs leave.

    Args:
        memory: the memory.
        default_tenant: returns the tenant of a bundle that names none.
        now: UTC time, ISO 8601.
        report: takes a failure's message.
        relay: sends what waits in a tenant's outbox, when a run has ended.
    """

    def __init__(
        self,
        memory: Memory,
        default_tenant: Callable[[], str],
        now: Callable[[], str],
        report: Callable[[str], None],
        relay: Callable[[ScopedMemory], None] = lambda _: None,
    ) -> None:
        self._memory = memory
        self._default_tenant = default_tenant
        self._report = report
        self._relay = relay
        self.now = now

    def find(self, tenant: str, trace_id: str) -> list[KnownTrace]:
        """See ``TraceStore.find``."""
        return self._memory.of(tenant).traces.of_trace(trace_id)

    def remember(self, tenant: str, trace: KnownTrace) -> None:
        """Keep a trace with all else that the present run leaves; outside of a run at once."""
        recording = _current.get()
        if recording is not None:
            recording.trace = trace
            return
        with self._optional():
            self._memory.of(tenant).traces.put(trace)

    @contextmanager
    def recording(self, recording: Recording) -> Iterator[None]:
        """Gather what a run leaves while it lasts, and write how it ended; one that only looked leaves nothing.

        Args:
            recording: the run.
        """
        before, complete = _current.set(recording), False
        try:
            yield
            complete = True
        finally:
            _current.reset(before)
            if recording.kept is not None or recording.run.has_saved:
                # A process that is ended between saving and announcing leaves here too, and has told nobody.
                recording.told = complete or recording.kept is not None
                self._ended(recording)

    def keep(self, events: Sequence[Event], buses: Sequence[str]) -> bool:
        """Write what the present run leaves, before its events are sent; outside of a run nothing is kept.

        Args:
            events: the events that are to be sent.
            buses: names of the buses and channels that are to get them.

        Returns:
            Whether they are kept.
        """
        recording = _current.get()
        if recording is None:
            return False
        with self._optional():
            written = self._written(recording)
            run = written.run.model_copy(update={"events": [event.id for event in events]})
            entry = OutboxEntry(
                run_id=run.run_id,
                trace_id=run.trace_id or "",
                events=list(events),
                deliveries={bus: Delivery() for bus in buses},
                recorded_at=run.recorded_at,
            )
            written = replace(written, run=run, outbox=[entry])
            self._memory.of(self._tenant(recording)).commit(written)
            recording.kept = written
        return recording.kept is not None

    def heard(self, asked: ModelRound) -> None:
        """Take note of what a model was asked in the present run; the first rounds of many are kept.

        Args:
            asked: the question and its answer.
        """
        recording = _current.get()
        if recording is not None and len(recording.rounds) < _MOST_ROUNDS:
            recording.rounds.append(asked)

    def sent(self, bus: str) -> None:
        """Take note that a bus has got the events of the present run.

        Args:
            bus: its name.
        """
        recording = _current.get()
        if recording is not None:
            recording.sent.add(bus)

    def _ended(self, recording: Recording) -> None:
        """Write how a run ended, and what was sent of it."""
        with self._optional():
            memory, kept = self._memory.of(self._tenant(recording)), recording.kept
            if kept is None:  # it did not come to its events
                memory.commit(self._written(recording))
            else:
                memory.end(recording.end_of(kept.run, self.now()), kept.outbox, recording.sent)
            self._relay(memory)

    def _written(self, recording: Recording) -> Written:
        memory = self._memory.of(self._tenant(recording))
        last = memory.runs.last_ids(recording.component, 2)
        written = recording.written(next((run_id for run_id in last if run_id != recording.run_id), None))
        for used in written.templates:
            with self._optional():  # a record that cannot be read is replaced by this one
                before = memory.templates.last_use(used.template_id, used.component_type, used.component)
                recording.notices.extend(drift(before, used))
        return written

    def _tenant(self, recording: Recording) -> str:
        if recording.tenant is None:
            try:
                recording.tenant = self._default_tenant()
            except AgentError:  # the policy cannot be read, which the run says
                recording.tenant = "default"
        # What cannot be read is of no tenant, or of one that whoever sent it made up: they find it among their own.
        recording.tenant = self._memory.at_home(recording.tenant)
        return recording.tenant

    @contextmanager
    def _optional(self) -> Iterator[None]:
        try:
            yield
        except AgentError as error:
            self._report(str(error))


def remembered(
    recorder: Recorder | None, describe: Callable[[Callable[[], str]], Recording]
) -> AbstractContextManager[None]:
    """Have memory get what a run leaves while it lasts.

    Args:
        recorder: writes it; without one nothing is kept.
        describe: describes the run before its first step; takes the clock: UTC time, ISO 8601.
    """
    return nullcontext() if recorder is None else recorder.recording(describe(recorder.now))
