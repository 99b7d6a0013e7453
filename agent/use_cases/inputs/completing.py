"""Whatever looks at bundles that are wrong tells the same of them: all that is wrong, not only what it met itself."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from agent.use_cases.inputs.requests import collisions
from foundation.model.errors import InputError, Problem
from foundation.model.run.request import GenerationRequest, Options
from foundation.source.bundle import SourcedBundle, whole
from foundation.source.locate import locate
from foundation.source.salvage import PartlyReadError, rest_of

Given = ParamSpec("Given")
Made = TypeVar("Made")
#: Adds to the mistakes of bundles what else is wrong with them.
Complete = Callable[[InputError, Options], InputError]
#: Finds what else is wrong with a bundle, besides the paths that are not in it as written and the known mistakes.
Search = Callable[[GenerationRequest, list[str], list[Problem]], list[Problem]]

_NAMES = {"component", "component.name"}


def completely(
    complete: Complete, options: Options, make: Callable[Given, Made], *given: Given.args, **named: Given.kwargs
) -> Made:
    """Return what is made of bundles; where that fails, all that is wrong with them is told.

    Args:
        complete: adds what else is wrong.
        options: how the bundles would run.
        make: reads the bundles.
        given: its arguments.
        named: likewise, by name.

    Raises:
        InputError: with every mistake of the bundles.
    """
    try:
        return make(*given, **named)
    except InputError as error:
        raise complete(error, options) from error


def refused(source: SourcedBundle, error: InputError) -> PartlyReadError:
    """Return an error about a bundle that could be read, with its lines and what there is to look further at."""
    problems = (locate(problem, source.source, source.locations, source.assigned) for problem in error.problems)
    return PartlyReadError(*problems, rest=(whole(source),))


def complete(error: InputError, options: Options, *, search: Callable[[], Search | None]) -> InputError:
    """Add to the mistakes of bundles what else is wrong with them, in the order of the files.

    Args:
        error: what is known to be wrong.
        options: how the bundles would run.
        search: returns what finds further mistakes; it is asked only where something of a bundle could be read.
            ``None`` if nothing can be found out.
    """
    rest, problems = rest_of(error), list(error.problems)
    find = search() if rest else None
    if find is None:
        return error
    named = [salvaged.source for salvaged in rest if not _NAMES & {*salvaged.left_out}]
    problems += [problem for problem in collisions(named) if problem not in problems]
    for salvaged in rest:
        problems += find(salvaged.source.request(options), salvaged.left_out, problems)
    return type(error)(*_in_order(problems))


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Sort problems by their files, in the order in which these were named first, and their lines."""
    files = list(dict.fromkeys(problem.file for problem in problems))
    return sorted(problems, key=lambda one: (files.index(one.file), one.line or 0, one.column or 0))
