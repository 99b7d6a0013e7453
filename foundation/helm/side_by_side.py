"""Several renders at once: Helm needs no interpreter while it works, whether it is in this process or not."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")
Work = Callable[[], Result]


def side_by_side(work: Sequence[Work[Result]]) -> list[Result]:
    """Do some work, as much of it at once as there are processors, and return the results in order.

    The first is done before all others: what they have in common, such as a chart in memory, is made by it alone.

    Args:
        work: what to do.

    Raises:
        Exception: what the first of those raised that failed; nothing goes on when this returns or raises.
    """
    if not work:
        return []
    first = work[0]()
    threads = min(os.cpu_count() or 1, len(work) - 1)
    return [first, *(_at_once(work[1:], threads) if threads > 1 else (one() for one in work[1:]))]


def _at_once(work: Sequence[Work[Result]], threads: int) -> list[Result]:
    begun: list[tuple[Work[Result], Future[Result]]] = [(one, Future()) for one in work]
    waiting = iter(begun)
    # No pool: its threads wait for more work, for ever if a signal ends the run while one of them starts.
    helpers = [Thread(target=_do, args=(waiting,), name="helm-render") for _ in range(threads - 1)]
    for helper in helpers:
        helper.start()
    _do(waiting)
    for helper in helpers:
        helper.join()
    return [future.result() for _, future in begun]


def _do(waiting: Iterator[tuple[Work[Result], Future[Result]]]) -> None:
    for one, future in waiting:
        try:
            future.set_result(one())
        except BaseException as error:
            future.set_exception(error)
