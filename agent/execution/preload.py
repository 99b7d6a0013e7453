"""Everything that a worker runs, loaded: for the process that workers are forked from."""

from agent.execution.kernel_loading import load_kernel

load_kernel()

from agent.execution import runner  # noqa: E402, F401 - the kernel comes first
