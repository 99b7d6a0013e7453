"""What the processes at the desk do for the fleet; the event loop of a worker only waits for them."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agent.use_cases.fleet.carry_out import CarriedOut, CarryOutCommand
from agent.use_cases.fleet.job import Job
from foundation.model.base import FrozenModel
from foundation.model.errors import AgentError, InputError, OutsideError, PermanentError, Problem, TemporaryError

if TYPE_CHECKING:
    from agent.bootstrap.agent import Agent
    from agent.use_cases.dead_letters.finding import ListedLetter


class Source(FrozenModel):
    """Where events come in.

    Attributes:
        channel: its name; nothing secret is in it.
        tenants: the tenants that whoever sends there may speak for; everybody by default.
        buries: whether what is refused is kept as a dead letter; a sender that gets an answer is told instead.
    """

    channel: str
    tenants: frozenset[str] | None = None
    buries: bool = True


class Work(NamedTuple):
    """A piece of work as it waits: docket sees its key alone.

    Attributes:
        key: digest of the request.
        text: the work as JSON.
    """

    key: str
    text: str


class Output(FrozenModel):
    """Where a worker puts what it makes.

    Attributes:
        folder: folder below which each tenant and component gets one.
        publish: addresses that it is published to as well.
    """

    folder: Path
    publish: tuple[str, ...] = ()


def accept_event(agent: "Agent", content: bytes, source: Source) -> list[Work]:
    """Read an event and return the work that it asks for; none, if it is a dead letter now.

    Raises:
        InputError: it is wrong for good, and whoever sent it is to be told.
        OutsideError: memory cannot be used; nothing is lost if the event comes again.
    """
    from agent.bootstrap.use_cases.dead_letters.burial import build_burial
    from agent.bootstrap.use_cases.fleet.accepting import build_accept
    from agent.use_cases.incoming.accept import AcceptCommand
    from agent.use_cases.incoming.reading import read_event

    bury, event = build_burial(agent), None
    try:
        event = read_event(content)
        command = AcceptCommand(event=event, channel=source.channel, tenants=source.tenants)
        jobs = build_accept(agent)(command)
    except InputError as error:
        if not source.buries:
            raise
        if event is None:
            bury.unreadable(content, source.channel, error)
        else:
            bury.event(event, source.channel, source.tenants, error)
        return []
    return [work_of(job) for job in jobs]


def give_up_event(agent: "Agent", content: bytes, source: Source, attempts: int) -> None:
    """Keep an event as a dead letter that no worker survived."""
    from agent.bootstrap.use_cases.dead_letters.burial import build_burial

    message = f"the event was taken up {attempts} times, and no worker came to its end"
    remedy = "Look into the logs of the workers; it may need more memory than they have."
    error = OutsideError(Problem(code="event-given-up", message=message, remedy=remedy))
    build_burial(agent).unreadable(content, source.channel, error)


def carry_out_work(agent: "Agent", text: str, output: Output, last: bool) -> CarriedOut | None:
    """Carry out work; what is refused for good becomes a dead letter, unless somebody waits for the result.

    Args:
        agent: the agent.
        text: the work as JSON.
        output: where to put what it makes.
        last: whether it is not tried again.

    Returns:
        What came of it; nothing, if it is a dead letter now.

    Raises:
        TemporaryError: it may be tried again.
    """
    from agent.bootstrap.use_cases.fleet.carrying_out import build_carry_out

    job = Job.model_validate_json(text)
    command = CarryOutCommand(job=job, folder=output.folder, publish=output.publish)
    failure: AgentError
    try:
        done = build_carry_out(agent)(command)
        if done.lost and not (last and job.asker is None):
            raise OutsideError(*done.result.problems)
    except AgentError as error:
        if isinstance(error, TemporaryError) and not last:
            raise
        failure = error
    else:
        if done.run_id is not None or job.asker is None:
            return done
        failure = PermanentError(*done.problems)
    _bury(agent, job, failure)
    return None


def give_up_work(agent: "Agent", text: str, problems: tuple[Problem, ...]) -> None:
    """Keep work as a dead letter that no process survived."""
    _bury(agent, Job.model_validate_json(text), OutsideError(*problems))


def _bury(agent: "Agent", job: Job, failure: AgentError) -> None:
    """Keep work as a dead letter; whoever waits for its result is told instead."""
    from agent.bootstrap.use_cases.dead_letters.burial import build_burial

    if job.asker is None:
        raise failure
    build_burial(agent).work(job, failure)


def work_of(job: Job) -> Work:
    """Return work as it waits."""
    return Work(job.key, job.model_dump_json(exclude_defaults=True))


def replay_letter(agent: "Agent", letter: "ListedLetter") -> list[Work]:
    """Return the work that a dead letter asks for.

    Raises:
        InputError: what came in is not kept, or it is refused once more.
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.dead_letters.replaying import build_replay_dead_letter

    return [work_of(job) for job in build_replay_dead_letter(agent)(letter)]


def drop_letter(agent: "Agent", letter: "ListedLetter") -> None:
    """Take a dead letter away, unless it has come to nothing once more."""
    from agent.bootstrap.use_cases.dead_letters.dropping import build_drop_dead_letter

    build_drop_dead_letter(agent.settings)(letter)


def relay_outboxes(agent: "Agent") -> None:
    """Send the events that wait, of all tenants.

    Raises:
        OutsideError: memory cannot be used.
    """
    from agent.bootstrap.use_cases.events.relaying import build_relay_events

    build_relay_events(agent.settings)(None)
