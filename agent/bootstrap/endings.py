"""What is done when a process ends."""

from collections.abc import Callable


def at_the_end(close: Callable[[], None], order: int) -> None:
    """Call something when this process ends, also if it is a worker: the interpreter's own hook forgets those.

    Args:
        close: what is called; it must come to an end soon.
        order: the higher, the earlier.
    """
    from multiprocessing import parent_process
    from multiprocessing.util import Finalize

    Finalize(None, close, exitpriority=order)
    if parent_process() is not None:
        from agent.execution.workers import before_the_end

        before_the_end(close, order)
