"""Errors cross to another process as what they are."""

from collections.abc import Iterator
from multiprocessing import Pipe
from typing import TypeVar

import pytest

import agent.execution.upgrades
import agent.use_cases.similar.subject  # noqa: F401 - so that its error is one of them
from foundation.model.errors import AgentError, InputError, Problem
from foundation.model.events import EventLog, RefusedError

WRONG = Problem(code="wrong-value", message="it is wrong", remedy="Mend it.", path="component.name")

Error = TypeVar("Error", bound=AgentError)


def sent(error: Error) -> Error:
    """Return what another process would get."""
    there, here = Pipe()
    with there, here:
        there.send(error)
        received: Error = here.recv()
    return received


def classes(base: type[AgentError]) -> Iterator[type[AgentError]]:
    yield base
    for derived in base.__subclasses__():
        yield from classes(derived)


@pytest.mark.parametrize("kind", sorted(set(classes(AgentError)), key=lambda kind: kind.__qualname__))
def test_every_class_of_errors_is_sent_whole(kind: type[AgentError]) -> None:
    error = kind.__new__(kind)
    AgentError.__init__(error, WRONG)
    received = sent(error)
    assert type(received) is kind
    assert (str(received), received.problems) == ("it is wrong", (WRONG,))


def test_what_an_error_tells_besides_goes_along() -> None:
    wrong = InputError(WRONG, decided_by={WRONG: frozenset({"component.type"})})
    assert sent(wrong).decided_by == wrong.decided_by
    refused = RefusedError(wrong, EventLog(events=[]))
    received = sent(refused)
    assert (received.failure, received.log) == (wrong.failure, refused.log)
