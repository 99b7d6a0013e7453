"""All mistakes of bundles that cannot be read: beside those of the reader, what else is wrong with the rest of them."""

from collections.abc import Callable

from foundation.model.errors import AgentError, InputError, Problem
from foundation.model.run.request import GenerationRequest, Options
from foundation.source.salvage import rest_of

#: Takes what remained of a bundle, the paths of what is left out and the known mistakes; returns the further ones.
FurtherMistakes = Callable[[GenerationRequest, list[str], list[Problem]], list[Problem]]


def complete(error: InputError, options: Options, *, search: Callable[[], FurtherMistakes]) -> InputError:
    """Return a failure to read bundles with everything else that is wrong with them.

    Args:
        error: what the reader said.
        options: how the bundles were to run.
        search: gives what finds further mistakes; it is asked only where something of the bundles could be read.
    """
    rest, problems = rest_of(error), list(error.problems)
    if not rest:
        return error
    try:
        further = search()
    except AgentError:  # what is known of the bundles matters more than what keeps the agent from being made
        return error
    for salvaged in rest:
        problems += further(salvaged.source.request(options), salvaged.left_out, problems)
    return type(error)(*problems)
