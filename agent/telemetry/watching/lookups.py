"""Watching how often an earlier run already came to what is asked for."""

from collections.abc import Callable

from agent.telemetry.subject import subject_of
from agent.telemetry.telemetry import Telemetry
from agent.telemetry.watching.outcomes import looked_up
from foundation.model.run.request import GenerationRequest, GenerationResult

#: Returns the result of a request that needs no work.
Unchanged = Callable[[GenerationRequest], GenerationResult | None]


def watched_lookups(find: Unchanged, telemetry: Telemetry) -> Unchanged:
    """Return a look for earlier results that is watched; one that finds some is all there is of the run.

    Args:
        find: looks.
        telemetry: watches.
    """

    def watched(request: GenerationRequest) -> GenerationResult | None:
        result = find(request)
        telemetry.measuring.record([looked_up("request", hit=result is not None)])
        if result is not None:
            with telemetry.observer.watch(subject_of(request, {"receipt": result.receipt})) as observation:
                observation.ended(result)
        return result

    return watched
