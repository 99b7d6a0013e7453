"""Whether a model may be asked in a run."""

from collections.abc import Callable, Sequence

from foundation.model.bundle.bundle import Bundle
from foundation.model.run.request import GenerationRequest


def may_ask(
    requests: Sequence[GenerationRequest],
    *,
    provider: str,
    planner: str,
    review: bool,
    covers: Callable[[Bundle], bool],
) -> bool:
    """Tell whether a model may be asked in any run: to plan, to review, or for a type that no template covers.

    Args:
        requests: what is to run.
        provider: whose model is set up; ``none`` for none.
        planner: who orders the steps.
        review: whether a model reviews what passed.
        covers: tells whether a template covers a bundle; it may read files, so it is asked last.
    """
    if provider == "none":
        return False
    return review or planner == "model" or not all(covers(request.bundle) for request in requests)
