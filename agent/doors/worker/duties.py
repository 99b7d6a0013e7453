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
    from agent.use_cases.incoming.deliveries import Form

#: Where work came from that nobody can read, and so says nothing of where it came in.
_QUEUE = "fleet"
#: Modules that a process of the desk has loaded beforehand, if it does any of this.
PRELOAD = ("agent.doors.worker.duties", "agent.bootstrap.use_cases.fleet.carrying_out")


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
        parent: the trace that it belongs to, as W3C's header ``traceparent`` says it.
    """

    key: str
    text: str
    parent: str | None = None


class Sent(NamedTuple):
    """What came in.

    Attributes:
        content: the bytes.
        form: their form.
        attributes: the attributes of a CloudEvent of which they are the data.
        entry: their id in a stream, if they are an entry of one.
    """

    content: bytes
    form: "Form" = "structured"
    attributes: dict[str, str] = {}
    entry: str = ""


class Taken(NamedTuple):
    """What was made of it.

    Attributes:
        work: the work that is asked for.
        validation: the code that Event Grid wants to have back, if that is what came in.
    """

    work: list[Work]
    validation: str | None = None


class Output(FrozenModel):
    """Where a worker puts what it makes.

    Attributes:
        folder: folder below which each tenant and component gets one.
        publish: addresses that it is published to as well.
    """

    folder: Path
    publish: tuple[str, ...] = ()


def accept_events(agent: "Agent", sent: Sent, source: Source, parent: str | None) -> Taken:
    """Read what came in and return the work that it asks for; what is a dead letter now asks for none.

    Args:
        agent: the agent.
        sent: what came in.
        source: where.
        parent: the trace that it belongs to, unless an event says so itself.

    Raises:
        InputError: something is wrong for good, and whoever sent it is to be told; nothing of it is done.
        OutsideError: memory cannot be used; nothing is lost if it comes again.
    """
    from agent.bootstrap.use_cases.dead_letters.burial import build_burial
    from agent.bootstrap.use_cases.fleet.accepting import build_accept
    from agent.use_cases.dead_letters.keeping import CameIn
    from agent.use_cases.incoming.accept import AcceptCommand
    from agent.use_cases.incoming.deliveries import read_delivery

    bury, accept, came = build_burial(agent), build_accept(agent), CameIn(source.channel, sent.entry)
    work, refused = list[Work](), list[InputError]()
    try:
        delivery = read_delivery(sent.content, sent.form, sent.attributes)
    except InputError as error:
        if not source.buries:
            raise
        bury.unreadable(sent.content, came, error)
        return Taken([])
    for event in delivery.events:
        try:
            jobs = accept(AcceptCommand(event=event, channel=source.channel, tenants=source.tenants))
        except InputError as error:
            refused.append(error)
            if source.buries:
                bury.event(event, came, source.tenants, error)
        else:
            work += [work_of(job, event.traceparent or parent) for job in jobs]
    if refused and not source.buries:
        raise refused[0] if len(refused) == 1 else InputError(*(one for error in refused for one in error.problems))
    return Taken(work, delivery.validation)


def give_up_event(agent: "Agent", sent: Sent, source: Source, attempts: int) -> None:
    """Keep an event as a dead letter that no worker survived."""
    from agent.bootstrap.use_cases.dead_letters.burial import build_burial
    from agent.use_cases.dead_letters.keeping import CameIn

    message = f"the event was taken up {attempts} times, and no worker came to its end"
    remedy = "Look into the logs of the workers; it may need more memory than they have."
    error = OutsideError(Problem(code="event-given-up", message=message, remedy=remedy))
    build_burial(agent).unreadable(sent.content, CameIn(source.channel, sent.entry), error)


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

    job = _job_in(text)
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
    """Keep work as a dead letter that no process survived, or that none could read."""
    from agent.bootstrap.use_cases.dead_letters.burial import build_burial
    from agent.use_cases.dead_letters.keeping import CameIn

    failure = OutsideError(*problems)
    try:
        job = _job_in(text)
    except OutsideError:
        build_burial(agent).unreadable(str(text).encode(errors="replace"), CameIn(_QUEUE), failure)
    else:
        _bury(agent, job, failure)


def _job_in(text: str) -> Job:
    """Return the work that a text is.

    Raises:
        OutsideError: it is none to this version of the agent; another one may have a worker that reads it.
    """
    try:
        return Job.model_validate_json(text)
    except (ValueError, TypeError):
        message = "what waits as work is none that this version of the agent reads"
        remedy = "Let all workers, and whoever sends work to them, have one version, and look who writes to the queue."
        raise OutsideError(Problem(code="work-unreadable", message=message, remedy=remedy)) from None


def _bury(agent: "Agent", job: Job, failure: AgentError) -> None:
    """Keep work as a dead letter; whoever waits for its result is told instead."""
    from agent.bootstrap.use_cases.dead_letters.burial import build_burial

    if job.asker is None:
        raise failure
    build_burial(agent).work(job, failure)


def work_of(job: Job, parent: str | None = None) -> Work:
    """Return work as it waits."""
    return Work(job.key, job.model_dump_json(exclude_defaults=True), parent)


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
