"""Everything that a worker runs, loaded: for the process that workers are forked from."""

import sys
from types import TracebackType

from agent.execution.kernel_loading import load_kernel

load_kernel()

from agent.execution import runner  # noqa: E402, F401 - the kernel comes first


def _excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say nothing of a worker whose orders never came: whom it was started for has gone meanwhile."""
    if not isinstance(error, EOFError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _excepthook
