"""What is tried again and again is told once while it lasts, and once more when it is over."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

from docket import Docket
from redis.exceptions import ConnectionError as NotReached

from agent.doors.worker.outages import Outages
from agent.doors.worker.said import forward_docket
from agent.logs import Log
from foundation.model.errors import InputError, Problem

FULL = Problem(code="fleet-unavailable", message="it is full", remedy="Make room.")
AWAY = Problem(code="fleet-unavailable", message="it is away", remedy="Start it.")


class Clock:
    """An event loop's timers, which come when they are told to."""

    def __init__(self) -> None:
        self.waiting: list[tuple[asyncio.TimerHandle, Callable[[], None]]] = []
        self._loop = asyncio.new_event_loop()

    def later(self, seconds: float, call: Callable[[], None]) -> asyncio.TimerHandle:
        handle = self._loop.call_later(seconds, call)
        self.waiting.append((handle, call))
        return handle

    def come(self) -> None:
        due, self.waiting = [call for handle, call in self.waiting if not handle.cancelled()], []
        for call in due:
            call()
        self._loop.close()


def outages() -> tuple[Outages, Clock, list[dict[str, Any]]]:
    lines: list[dict[str, Any]] = []
    clock = Clock()
    return Outages(Log(logging.WARNING, lambda line: lines.append(json.loads(line))), clock.later), clock, lines


def test_it_is_told_once_with_code_and_remedy_and_when_it_is_over() -> None:
    found, clock, lines = outages()
    for problems in ([FULL], [FULL, AWAY], [AWAY], [FULL]):
        found.tell(problems)
    assert [(line["event"], line["code"], line["remedy"]) for line in lines] == [
        ("it is full", "fleet-unavailable", "Make room."),
        ("it is away", "fleet-unavailable", "Start it."),
    ]
    clock.come()
    assert sorted(line["event"] for line in lines[2:]) == [
        "over for 120 seconds: it is away",
        "over for 120 seconds: it is full",
    ]


def test_what_docket_says_of_it_is_told_in_our_words() -> None:
    found, clock, lines = outages()
    logger = logging.getLogger(Docket.__module__)
    forward_docket(Log(logging.WARNING, lambda line: lines.append(json.loads(line))), found, "redis://a/0")
    for said in ("Redis is unavailable, sleeping for 1 second...", "Redis error in cancellation listener"):
        try:
            raise NotReached("Error 111 connecting to a:6379. Connect call failed ('a', 6379).")
        except NotReached:
            logger.warning(said)
    group = ExceptionGroup("unhandled errors in a TaskGroup", [NotReached("Connection closed by server.")])
    logger.error("Redis is unavailable", exc_info=group)
    logger.error("generate_component(...)", exc_info=InputError(FULL))
    logger.error("k" * 9_999, exc_info=ValueError("odd"))
    assert [line["event"] for line in lines[:3]] == [
        "the server at redis://a/0 cannot be used: nobody listens there",
        "the server at redis://a/0 cannot be used: it ends the connection",
        "it is full",
    ]
    logging.getLogger("asyncio").warning("socket.send() raised exception.")
    assert lines.pop()["event"] == "asyncio: socket.send() raised exception."
    assert len(lines) == 4
    assert (lines[3]["reason"], len(lines[3]["event"])) == ("odd", 308)
    clock.come()
