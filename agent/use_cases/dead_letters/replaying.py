"""Replay a dead letter: what came in is taken up once more, on the word of whoever asks for that."""

from collections.abc import Callable

from agent.use_cases.fleet.job import Job
from foundation.model.errors import InputError, Problem
from foundation.model.incoming import IncomingEvent
from memory.records.dead_letters import ListedLetter


def replay_dead_letter(found: ListedLetter, *, accept: Callable[[IncomingEvent, str], list[Job]]) -> list[Job]:
    """Return the work that a dead letter asks for; the letter stays until that is in the queue.

    Args:
        found: the letter.
        accept: accepts an event that came in by a channel.

    Raises:
        InputError: it was not kept what came in, or it is refused once more.
        OutsideError: memory cannot be read.
    """
    letter = found.letter
    if letter.content is None:
        raise InputError(_not_kept(letter.id))
    try:
        if letter.kept == "work":
            return [Job.model_validate_json(letter.content)]
        event = IncomingEvent.model_validate_json(letter.content)
    except ValueError:
        raise InputError(_not_kept(letter.id)) from None
    return accept(event, letter.channel)


def _not_kept(name: str) -> Problem:
    return Problem(
        code="dead-letter-empty",
        message=f"what came in is not kept with {name}: nobody could read it, it is large, or a secret is in it",
        remedy="Have its sender send it again, put right; then drop the letter.",
        file=name,
    )
