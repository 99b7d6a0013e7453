"""What is announced when bundles cannot even be read."""

from agent.bootstrap.clocks import clock
from agent.bootstrap.folders import build_library
from agent.settings import Settings
from foundation.model.errors import AgentError, OutsideError
from foundation.model.policy.platform import escalation_of
from foundation.model.run.failure import Failure


def announce_rejection(settings: Settings, source: str, error: AgentError) -> None:
    """Emit the failure event of bundles that could not even be read, without loading the kernel.

    Args:
        settings: the settings.
        source: what was to be generated, as the user named it.
        error: what is wrong with it; if the event cannot be written, that is added to its problems.
    """
    from plugins.event_emitter.buses.files import FileBus
    from plugins.event_emitter.payloads import generation_failed

    failure = Failure(
        component=source,
        trace_id=None,
        failure=error.failure,
        problems=list(error.problems),
        recipients=escalation_of(lambda: build_library(settings).policy).recipients(error.failure),
    )
    event = generation_failed(failure, clock(settings)())
    try:
        FileBus(settings.state_dir).publish([event], None)
    except OutsideError as lost:
        error.problems = (*error.problems, *lost.problems)
