"""Runs that kill themselves at each system call that changes files, many of them in one process that forks."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_CALLS = 0


def counted(function: Callable[..., Any], deadly: int) -> Callable[..., Any]:
    """Return a function that kills the process when it is the n-th such call; 0 never does."""

    def call(*arguments: Any, **options: Any) -> Any:
        global _CALLS
        _CALLS += 1
        if deadly == _CALLS:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)

    return call


def arm(deadly: int) -> None:
    """Have the process kill itself at the n-th change to files."""
    from plugins.artifact_emitter.sinks.workspace import exchange

    for name in ("mkdir", "write_bytes", "write_text"):
        setattr(Path, name, counted(getattr(Path, name), deadly))
    for name in ("link", "rename", "unlink", "rmdir"):
        setattr(os, name, counted(getattr(os, name), deadly))
    exchange._renamed = counted(exchange._renamed, deadly)


def attempt(act: Callable[[], object], deadly: int, tell: Callable[[int], object] | None = None) -> bool:
    """Do something in a process of its own.

    Args:
        act: what to do.
        deadly: number of the change at which it is killed; 0 lets it live.
        tell: takes the number of changes, in that process.

    Returns:
        Whether it was killed.
    """
    child = os.fork()
    if child == 0:
        try:
            arm(deadly)
            act()
            if tell:
                tell(_CALLS)
            sys.stdout.flush()
        except BaseException as error:
            sys.stderr.write(repr(error))
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    assert os.WEXITSTATUS(status) == 0
    return False
