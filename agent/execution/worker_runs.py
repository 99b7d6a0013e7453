"""What a worker process does: it makes its runner once, and runs the requests that it is given."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.execution.workers import whole_or_not_at_all
from agent.garbage import leave_alone_what_is_there, look_less_often
from agent.telemetry.carried import drain
from agent.telemetry.measurements import Measurement
from foundation.model.run.request import GenerationRequest, GenerationResult

if TYPE_CHECKING:
    # The kernel comes with it, and a process loads that after it has been forked from one that may be forked.
    from agent.execution.runner import Runner

#: The runner of this process, which `prepare` makes.
_runner: "Runner"


def prepare(build: "Callable[[], Runner]") -> None:
    """Make the runner of this process.

    Args:
        build: makes it.
    """
    global _runner
    look_less_often()
    _runner = build()
    leave_alone_what_is_there()


@whole_or_not_at_all
def generate(request: GenerationRequest) -> tuple[GenerationResult, list[Measurement]]:
    """Run a request; what was measured of it goes along, for this process is asked by nobody.

    Args:
        request: what to generate.
    """
    return _runner.generate(request), drain()
